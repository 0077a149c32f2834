import { messageParts, type Block, type Inline, type ListItem, type Part, type Span } from '@parley/core';
import { Fragment, type Mark, type Node, type Schema } from '@tiptap/pm/model';
import { type Run, runsIn } from './runs';
import { linesOf, rememberSource } from './to-markdown';

/** A text as a document that looks as it will when it is sent, and that is this very text again (markdownOf). */
export function documentOf(schema: Schema, text: string, mentions: readonly Span[]): Node {
  return schema.node('doc', null, blocksOf(schema, text, mentions));
}

export function blocksOf(schema: Schema, text: string, mentions: readonly Span[]): Node[] {
  const reader = new Reader(schema);
  return messageParts(text.replaceAll(/\r\n?/g, '\n'), mentions).flatMap((part) => reader.blocks(part));
}

class Reader {
  constructor(private readonly schema: Schema) {}

  /** What would be read in another way when it is written again, stands as it was written. */
  blocks(part: Part): Node[] {
    const { source } = part;
    const node = part.type === 'line' ? this.line(part.children) : this.block(part.block);
    const again = linesOf(node).join('\n');
    if (again === source) return [node];
    if (shapeOf(messageParts(again, [])) !== shapeOf(messageParts(source, []))) {
      return source
        .split('\n')
        .map((line) => this.schema.node('paragraph', { raw: true }, line === '' ? [] : this.schema.text(line)));
    }
    const below = messageParts(`${source}\nx`, []).at(-1);
    rememberSource(node, source, below?.source === 'x');
    return [node];
  }

  private block(block: Block): Node {
    const { schema } = this;
    switch (block.type) {
      case 'paragraph':
        return this.line(block.children);
      case 'code':
        return schema.node('codeBlock', { language: block.language }, block.text === '' ? [] : schema.text(block.text));
      case 'quote':
        return schema.node('blockquote', null, this.inside(block.children));
      case 'list':
        return this.list(block.items);
    }
  }

  private list(items: readonly ListItem[]): Node {
    const ordered = items.some(({ number }) => number !== null);
    let next = 1;
    const nodes = items.map(({ number, children }) => {
      const value = number === null || number === next ? null : number;
      next = (number ?? next) + 1;
      const inside = this.inside(children);
      const first = inside[0]?.type.name === 'paragraph' ? [] : [this.line([])];
      return this.schema.node('listItem', { value }, [...first, ...inside]);
    });
    return this.schema.node(ordered ? 'orderedList' : 'bulletList', null, nodes);
  }

  private inside(blocks: readonly Block[]): Node[] {
    const nodes = blocks.flatMap((block) =>
      block.type === 'paragraph' ? linesIn(block.children).map((line) => this.line(line)) : [this.block(block)],
    );
    return nodes.length > 0 ? nodes : [this.line([])];
  }

  private line(children: readonly Inline[]): Node {
    const { schema } = this;
    const nodes = runsIn(children).map((run) => {
      const marks = marksOf(schema, run);
      if (run.mention) return schema.node('mention', { name: run.text.slice(1) }, undefined, marks);
      return schema.text(run.text, marks);
    });
    return schema.node('paragraph', null, Fragment.fromArray(nodes));
  }
}

export function marksOf(schema: Schema, { marks, code, href }: Run): Mark[] {
  return [
    ...(href === null ? [] : [schema.mark('link', { href })]),
    ...marks.map((name) => schema.mark(name)),
    ...(code ? [schema.mark('code')] : []),
  ];
}

/** Only the text between two lines has a line end. */
function linesIn(nodes: readonly Inline[]): Inline[][] {
  const lines: Inline[][] = [[]];
  for (const node of nodes) {
    const [first = [], ...more] = node.type === 'text' ? node.text.split('\n').map(textNodes) : [[node]];
    lines.at(-1)?.push(...first);
    lines.push(...more);
  }
  return lines;
}

function textNodes(text: string): Inline[] {
  return text === '' ? [] : [{ type: 'text', text }];
}

/** What whoever draws it sees of it. */
function shapeOf(parts: readonly Part[]): string {
  return JSON.stringify(parts.map((part) => (part.type === 'line' ? runsIn(part.children) : blockShape(part.block))));
}

function blockShape(block: Block): unknown {
  switch (block.type) {
    case 'paragraph':
      return linesIn(block.children).map((line) => runsIn(line));
    case 'code':
      return [block.language, block.text];
    case 'quote':
      return ['quote', block.children.map(blockShape)];
    case 'list':
      return block.items.map(({ number, children }) => [number, children.map(blockShape)]);
  }
}
