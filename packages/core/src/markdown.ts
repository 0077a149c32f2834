import { parseInline } from './markdown-inline.js';
import type { Block, Inline, ListItem } from './markdown-tree.js';

/** Quotes and lists within one another; deeper ones are text. */
const MAX_DEPTH = 5;
const FENCE = /^ {0,3}(`{3,})[ \t]*([\w+#.-]{0,32})[ \t]*$/;
const QUOTE = /^ {0,3}>(?:[> ]|$)/;
const ITEM = /^ {0,3}(?:[-*•]|(\d{1,3})[.)])[ \t]{1,4}(?=\S)/;
const BLANK = /^\s*$/;

/**
 * The safe subset of Markdown that messages are written in: bold, italic, struck out, code, code blocks, quotes, lists,
 * links. Whatever is not markup is kept as it stands, line breaks and blank lines too. Never throws; linear in the text.
 */
export function parseMarkdown(text: string): Block[] {
  return blocksOf(text.split(/\r\n|\r|\n/), 0);
}

/** A line of a paragraph, or another block, with what it was read from: joined by line ends, the sources are the text again. */
export type Part = { readonly source: string } & (
  | { readonly type: 'line'; readonly children: readonly Inline[] }
  | { readonly type: 'block'; readonly block: Block }
);

/** A text piece by piece, with nothing left out, for whoever edits it as it looks. */
export function markdownParts(text: string): Part[] {
  const lines = text.split('\n');
  const parts: Part[] = [];
  for (let at = 0; at < lines.length;) {
    const found = blockAt(lines, at, 0);
    const next = found === null ? at + 1 : endOf(found, lines);
    const source = lines.slice(at, next).join('\n');
    parts.push(
      found === null
        ? { type: 'line', source, children: parseInline(source) }
        : { type: 'block', source, block: found.block },
    );
    at = next;
  }
  return parts;
}

/** Blank lines behind a list are lines of their own. */
function endOf({ block, next }: Found, lines: readonly string[]): number {
  let end = next;
  while (block.type === 'list' && BLANK.test(lines[end - 1] ?? 'x')) end -= 1;
  return end;
}

type Found = { readonly block: Block; readonly next: number };

function blocksOf(lines: readonly string[], depth: number): Block[] {
  const blocks: Block[] = [];
  let paragraph: string[] = [];
  const endParagraph = (): void => {
    const kept = withoutBlankEnds(paragraph);
    if (kept.length > 0) blocks.push({ type: 'paragraph', children: inlinesOf(kept) });
    paragraph = [];
  };
  for (let at = 0; at < lines.length;) {
    const found = blockAt(lines, at, depth);
    if (found === null) {
      paragraph.push(lines[at] ?? '');
      at += 1;
    } else {
      endParagraph();
      blocks.push(found.block);
      at = found.next;
    }
  }
  endParagraph();
  return blocks;
}

function blockAt(lines: readonly string[], at: number, depth: number): Found | null {
  const line = lines[at] ?? '';
  const fence = FENCE.exec(line);
  if (fence !== null) return codeAt(lines, at, fence);
  if (depth >= MAX_DEPTH) return null;
  if (QUOTE.test(line)) return quoteAt(lines, at, depth);
  return ITEM.test(line) ? listAt(lines, at, depth) : null;
}

/** A block that isn't closed goes to the end: so it looks while it is being written. */
function codeAt(lines: readonly string[], at: number, [, ticks = '', language = '']: RegExpExecArray): Found {
  let end = at + 1;
  while (end < lines.length && !closes(lines[end] ?? '', ticks)) end += 1;
  const text = lines.slice(at + 1, end).join('\n');
  return { block: { type: 'code', language: language === '' ? null : language, text }, next: end + 1 };
}

function closes(line: string, ticks: string): boolean {
  const trimmed = line.trim();
  return trimmed.length >= ticks.length && /^`+$/.test(trimmed);
}

function quoteAt(lines: readonly string[], at: number, depth: number): Found {
  let end = at;
  while (end < lines.length && QUOTE.test(lines[end] ?? '')) end += 1;
  const inside = lines.slice(at, end).map((line) => line.replace(/^ {0,3}> ?/, ''));
  return { block: { type: 'quote', children: blocksOf(inside, depth + 1) }, next: end };
}

/** What is indented under an item belongs to it. Bullets and numbers are lists of their own. */
function listAt(lines: readonly string[], at: number, depth: number): Found {
  const numbered = numberOf(lines[at] ?? '') !== null;
  const items: ListItem[] = [];
  let next = at;
  while (next < lines.length) {
    const line = lines[next] ?? '';
    const marker = ITEM.exec(line);
    if (marker === null || (numberOf(line) !== null) !== numbered) break;
    const end = itemEnd(lines, next + 1);
    const rest = lines.slice(next + 1, end).map(outdented(marker[0].length));
    const inside = [line.slice(marker[0].length), ...rest];
    items.push({ number: numberOf(line), children: blocksOf(inside, depth + 1) });
    next = afterBlanks(lines, end);
  }
  // Blank lines behind the list belong to what follows.
  return { block: { type: 'list', items }, next };
}

function numberOf(line: string): number | null {
  const digits = ITEM.exec(line)?.[1];
  return digits === undefined ? null : Number(digits);
}

/** Where the lines end that are indented, or blank before one that is. */
function itemEnd(lines: readonly string[], from: number): number {
  let end = from;
  for (let at = from; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    if (BLANK.test(line)) continue;
    if (!/^(?: {2}|\t)/.test(line)) break;
    end = at + 1;
  }
  return end;
}

function outdented(width: number): (line: string) => string {
  const indent = new RegExp(`^(?:\\t| {0,${width}})`);
  return (line) => line.replace(indent, '');
}

/** The next line that isn't blank, if an item begins there; else where it was. */
function afterBlanks(lines: readonly string[], from: number): number {
  let at = from;
  while (at < lines.length && BLANK.test(lines[at] ?? '')) at += 1;
  return ITEM.test(lines[at] ?? '') ? at : from;
}

function inlinesOf(lines: readonly string[]): Inline[] {
  const nodes: Inline[] = [];
  for (const [index, line] of lines.entries()) {
    for (const node of index === 0 ? parseInline(line) : [LINE_END, ...parseInline(line)]) {
      const last = nodes.at(-1);
      if (node.type === 'text' && last?.type === 'text')
        nodes[nodes.length - 1] = { type: 'text', text: last.text + node.text };
      else nodes.push(node);
    }
  }
  return nodes;
}

const LINE_END: Inline = { type: 'text', text: '\n' };

function withoutBlankEnds(lines: readonly string[]): readonly string[] {
  const first = lines.findIndex((line) => !BLANK.test(line));
  return first === -1 ? [] : lines.slice(first, lines.findLastIndex((line) => !BLANK.test(line)) + 1);
}
