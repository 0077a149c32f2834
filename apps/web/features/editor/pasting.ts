import { messageParts } from '@parley/core';
import { Extension } from '@tiptap/core';
import { Fragment, type Mark, type Node, type Schema, Slice } from '@tiptap/pm/model';
import { Plugin } from '@tiptap/pm/state';
import type { EditorView } from '@tiptap/pm/view';
import { mentionsIn, type Called } from '../composer/mention-text';
import { blocksOf } from './from-markdown';
import { linesOf } from './to-markdown';

/** What is pasted becomes what a message knows; a text is read as Markdown, unless it is asked to stay as it is (Ctrl+Shift+V). */
export const Pasting = Extension.create<{ known: () => readonly Called[] }>({
  name: 'pasting',
  addOptions: () => ({ known: () => [] }),
  addProseMirrorPlugins() {
    const { known } = this.options;
    return [
      new Plugin({
        props: {
          clipboardTextParser: (text, _, plain, { state }) =>
            plain ? asItIs(state.schema, text) : asMarkdown(state.schema, text, known()),
          clipboardTextSerializer: ({ content }) => textOf(content),
          transformPasted: (slice, { state }, plain) => (plain ? slice : cleaned(state.schema, slice)),
          handlePaste: (view, { clipboardData }) => {
            if (clipboardData === null) return false;
            const text = clipboardData.getData('text/plain');
            return pastesLink(view, text) || pastesCells(view, clipboardData.getData('text/html'), text);
          },
        },
      }),
    ];
  },
});

function asMarkdown(schema: Schema, text: string, known: readonly Called[]): Slice {
  const lines = text.replaceAll(/\r\n?/g, '\n');
  return openSlice(blocksOf(schema, lines, mentionsIn(lines, known)));
}

function asItIs(schema: Schema, text: string): Slice {
  const lines = text.split(/\r\n?|\n/);
  return openSlice(lines.map((line) => schema.node('paragraph', null, line === '' ? [] : schema.text(line))));
}

/** Lines at its ends go on the lines that they are put into. */
function openSlice(nodes: readonly Node[]): Slice {
  const open = (node: Node | undefined): number => (node?.type.name === 'paragraph' ? 1 : 0);
  return new Slice(Fragment.fromArray([...nodes]), open(nodes[0]), open(nodes.at(-1)));
}

function textOf(content: Fragment): string {
  const lines: string[] = [];
  let inline: Node[] = [];
  content.forEach((node) => {
    if (node.isInline) inline.push(node);
    else lines.push(...linesOf(node));
  });
  const [first] = inline;
  if (first !== undefined) {
    const { paragraph } = first.type.schema.nodes;
    if (paragraph !== undefined) lines.push(...linesOf(paragraph.create(null, inline)));
    inline = [];
  }
  return lines.join('\n');
}

/** An address on what is selected makes a link of it. */
function pastesLink({ state, dispatch }: EditorView, text: string): boolean {
  const { selection, schema, tr } = state;
  const { link } = schema.marks;
  if (selection.empty || link === undefined || !isAddress(text.trim())) return false;
  if (!selection.$from.sameParent(selection.$to) || selection.$from.parent.type.spec.code) return false;
  dispatch(tr.addMark(selection.from, selection.to, link.create({ href: text.trim() })));
  return true;
}

/** Cells of a spreadsheet are lines of text. */
function pastesCells(view: EditorView, html: string, text: string): boolean {
  if (!/<table[\s>]/i.test(html) || !text.includes('\t')) return false;
  view.dispatch(view.state.tr.replaceSelection(asItIs(view.state.schema, text.replace(/\r?\n$/, ''))).scrollIntoView());
  return true;
}

/** Whether a link may lead there: what core lets pass. */
export function isAddress(text: string): boolean {
  const [part] = messageParts(`[x](${text})`, []);
  const [node] = part?.type === 'line' ? part.children : [];
  return node?.type === 'link' && node.href === text;
}

function cleaned(schema: Schema, slice: Slice): Slice {
  const content = Fragment.fromArray(cleanNodes(schema, slice.content));
  const changed = !content.eq(slice.content);
  return changed ? Slice.maxOpen(content) : slice;
}

function cleanNodes(schema: Schema, content: Fragment): Node[] {
  const nodes: Node[] = [];
  content.forEach((node) => {
    if (node.isText) nodes.push(cleanText(schema, node));
    else if (node.type.name === 'paragraph') nodes.push(...cleanLines(schema, node));
    else if (node.isTextblock || node.isLeaf) nodes.push(node);
    else nodes.push(node.copy(Fragment.fromArray(cleanNodes(schema, node.content))));
  });
  // One line between two of them is enough.
  return nodes.filter((node, index) => !isBlank(node) || (index > 0 && !isBlank(nodes[index - 1] ?? node)));
}

function isBlank(node: Node): boolean {
  return node.type.name === 'paragraph' && node.content.size === 0;
}

function cleanText(schema: Schema, node: Node): Node {
  const text = (node.text ?? '').replaceAll('\u00a0', ' ');
  const marks = node.marks.filter((mark: Mark) => mark.type.name !== 'link' || isAddress(String(mark.attrs['href'])));
  return schema.text(text, marks);
}

/** A line end within a line makes two of it. */
function cleanLines(schema: Schema, line: Node): Node[] {
  const lines: Node[][] = [[]];
  line.forEach((node) => {
    if (!node.isText) return lines.at(-1)?.push(node);
    const clean = cleanText(schema, node);
    for (const [index, text] of (clean.text ?? '').split('\n').entries()) {
      if (index > 0) lines.push([]);
      if (text !== '') lines.at(-1)?.push(schema.text(text, clean.marks));
    }
    return undefined;
  });
  return lines.map((nodes) => line.copy(Fragment.fromArray(nodes)));
}
