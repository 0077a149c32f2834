import type { Node } from '@tiptap/pm/model';
import { lineSource } from './line-source';
import { runsOf } from './runs';
import { nameIn } from './schema';

/** What was read from a text in another way than it would be written: as long as nobody touches it, it is written as it was read. */
const sources = new WeakMap<Node, { readonly source: string; readonly closed: boolean }>();
const written = new WeakMap<Node, readonly string[]>();

export function rememberSource(node: Node, source: string, closed: boolean): void {
  sources.set(node, { source, closed });
}

/** A document as the text that is sent. */
export function markdownOf(doc: Node): string {
  const blocks: string[] = [];
  let underList = false;
  doc.forEach((node, _, index) => {
    const read = sources.get(node);
    const asRead = read !== undefined && (read.closed || index === doc.childCount - 1);
    const source = asRead ? read.source : linesOf(node).join('\n');
    // Under a list, what is indented would belong to it.
    blocks.push(underList && !asRead ? source.replace(/^(?: {2}|\t)\s*(?=\S)/, '') : source);
    underList = node.type.spec.group?.includes('list') === true || (underList && source.trim() === '');
  });
  return blocks.join('\n');
}

/** A block in our own hand. */
export function linesOf(node: Node): readonly string[] {
  const before = written.get(node);
  if (before !== undefined) return before;
  const lines = linesOfBlock(node);
  written.set(node, lines);
  return lines;
}

function linesOfBlock(node: Node): readonly string[] {
  switch (node.type.name) {
    case 'codeBlock':
      return codeLines(node);
    case 'blockquote':
      return childLines(node).map((line) => (line === '' ? '>' : `> ${line}`));
    case 'bulletList':
    case 'orderedList':
      return listLines(node);
    default:
      return [node.attrs['raw'] === true ? rawText(node) : lineSource(runsOf(node))];
  }
}

function rawText(line: Node): string {
  return line.textBetween(0, line.content.size, '', nameIn);
}

function childLines(node: Node): string[] {
  const lines: string[] = [];
  node.forEach((child) => lines.push(...linesOf(child)));
  return lines;
}

/** An item with nothing in it yet is none. */
function listLines(list: Node): string[] {
  const lines: string[] = [];
  let number = 0;
  list.forEach((item) => {
    const value: unknown = item.attrs['value'];
    number = typeof value === 'number' ? value : number + 1;
    const [first = '', ...rest] = withoutBlankStart(childLines(item));
    if (first === '') return;
    const marker = list.type.name === 'bulletList' ? '- ' : `${number}. `;
    const indent = ' '.repeat(marker.length);
    lines.push(marker + first.trimStart(), ...rest.map((line) => (line === '' ? '' : indent + line)));
  });
  return lines;
}

function withoutBlankStart(lines: readonly string[]): readonly string[] {
  const first = lines.findIndex((line) => line.trim() !== '');
  return first === -1 ? [] : lines.slice(first);
}

/** Between more backticks than any of its lines is made of. */
function codeLines({ attrs, textContent }: Node): string[] {
  const lines = textContent.split('\n');
  const longest = Math.max(2, ...lines.map((line) => /^`+$/.exec(line.trim())?.[0].length ?? 0));
  const fence = '`'.repeat(longest + 1);
  return [fence + (typeof attrs['language'] === 'string' ? attrs['language'] : ''), ...lines, fence];
}
