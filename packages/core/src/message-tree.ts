import { markdownParts, parseMarkdown, type Part } from './markdown.js';
import type { Block, Inline } from './markdown-tree.js';

/** A stretch of a text that stands for somebody, as the wire has it. */
export type Span = { readonly at: number; readonly length: number };

/** Noncharacters, which no text means: what stands between them is the place of a mention. */
const OPEN = '\uFDD0';
const CLOSE = '\uFDD1';
const MARKED = /\uFDD0(\d+)\uFDD1/g;

/**
 * What a message says, with its mentions as nodes; within code they stay text. Spans that don't fit the text are left out,
 * and a text that has the noncharacters itself shows none.
 */
export function parseMessage(text: string, mentions: readonly Span[]): Block[] {
  const placed = withPlaces(text, mentions);
  return placed === null ? parseMarkdown(text) : blocksWith(parseMarkdown(placed.text), placed.names);
}

/** The same, piece by piece: for whoever edits it as it looks. */
export function messageParts(text: string, mentions: readonly Span[]): Part[] {
  const placed = withPlaces(text, mentions);
  if (placed === null) return markdownParts(text);
  const { names } = placed;
  return markdownParts(placed.text).map((part): Part => {
    const source = restored(part.source, names);
    if (part.type === 'line') return { ...part, source, children: inlinesWith(part.children, names) };
    const [block = part.block] = blocksWith([part.block], names);
    return { ...part, source, block };
  });
}

/** The text with the places of its mentions marked; null: there is none to mark. */
function withPlaces(text: string, mentions: readonly Span[]): { text: string; names: Names } | null {
  if (mentions.length === 0 || text.includes(OPEN) || text.includes(CLOSE)) return null;
  const parts: string[] = [];
  const names = new Map<number, string>();
  let end = 0;
  for (const [index, { at, length }] of mentions.entries()) {
    if (at < end || length < 1 || at + length > text.length) continue;
    parts.push(text.slice(end, at), `${OPEN}${index}${CLOSE}`);
    names.set(index, text.slice(at, at + length));
    end = at + length;
  }
  parts.push(text.slice(end));
  return { text: parts.join(''), names };
}

type Names = ReadonlyMap<number, string>;

function blocksWith(blocks: readonly Block[], names: Names): Block[] {
  return blocks.map((block): Block => {
    switch (block.type) {
      case 'paragraph':
        return { ...block, children: inlinesWith(block.children, names) };
      case 'code':
        return { ...block, text: restored(block.text, names) };
      case 'quote':
        return { ...block, children: blocksWith(block.children, names) };
      case 'list':
        return {
          ...block,
          items: block.items.map((item) => ({ ...item, children: blocksWith(item.children, names) })),
        };
    }
  });
}

function inlinesWith(nodes: readonly Inline[], names: Names): Inline[] {
  return nodes.flatMap((node): Inline[] => {
    if (node.type === 'text') return splitText(node.text, names);
    if (node.type === 'code') return [{ ...node, text: restored(node.text, names) }];
    return node.type === 'mention' ? [node] : [{ ...node, children: inlinesWith(node.children, names) }];
  });
}

function splitText(text: string, names: Names): Inline[] {
  const nodes: Inline[] = [];
  let end = 0;
  for (const match of text.matchAll(MARKED)) {
    const index = Number(match[1]);
    if (match.index > end) nodes.push({ type: 'text', text: text.slice(end, match.index) });
    nodes.push({ type: 'mention', index, text: names.get(index) ?? '' });
    end = match.index + match[0].length;
  }
  if (end < text.length) nodes.push({ type: 'text', text: text.slice(end) });
  return nodes;
}

function restored(text: string, names: Names): string {
  return text.replaceAll(MARKED, (_, index: string) => names.get(Number(index)) ?? '');
}
