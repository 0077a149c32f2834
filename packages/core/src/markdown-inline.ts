import type { Inline } from './markdown-tree.js';
import { addressAt, hasSchemeAt, safeHref } from './web-address.js';

/** Marks that may be open at a time: bounds the depth of the tree and what one closing mark looks through. */
const MAX_OPEN = 12;
const MAX_TARGET = 2_048;
const ESCAPABLE = new Set('*_~`[>');
const PUNCTUATION = /[\p{P}\p{S}]/u;
const SPACE = /\s/u;
const CJK =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Bopomofo}\u3000-\u303f\uff00-\uffef]/u;
const WORD = /[\p{L}\p{N}]/u;

/** A mark that waits for its counterpart: its place in what was read so far, and how many characters of it are left. */
type Open = { readonly mark: Mark | '['; readonly at: number; readonly run: Run; left: number };
type Mark = '*' | '_' | '~';
/** As it was written: its length, and whether it could as well have been the counterpart. */
type Run = { readonly length: number; readonly both: boolean };
type Flanks = { readonly opens: boolean; readonly closes: boolean };

/** One line: markup doesn't go beyond its end. One pass, in time that grows with its length. */
export function parseInline(line: string): Inline[] {
  return new InlineReader(line).read();
}

class InlineReader {
  private out: Inline[] = [];
  private open: Open[] = [];
  private pos = 0;
  private readonly closingTicks: ReadonlyMap<number, number>;

  constructor(private readonly line: string) {
    this.closingTicks = closingTicks(line);
  }

  read(): Inline[] {
    const { line } = this;
    let plain = 0;
    while (this.pos < line.length) {
      const start = this.pos;
      const step = this.step(line.charAt(start));
      if (step === null) {
        this.pos = start + 1;
        continue;
      }
      // What stood before belongs before it: the step is made again on a tree that has it.
      if (start > plain) this.text(line.slice(plain, start));
      step();
      plain = this.pos;
    }
    if (plain < line.length) this.text(line.slice(plain));
    return joined(this.out);
  }

  /** What a character begins, if it is more than itself. */
  private step(character: string): (() => void) | null {
    switch (character) {
      case '\\':
        return ESCAPABLE.has(this.line.charAt(this.pos + 1)) ? () => this.escape() : null;
      case '`':
        return () => this.code();
      case '*':
      case '_':
      case '~':
        return () => this.marks(character);
      case '[':
        return () => this.bracket();
      case ']':
        return () => this.closeBracket();
      case 'h':
      case 'H':
        return hasSchemeAt(this.line, this.pos) ? () => this.address() : null;
      default:
        return null;
    }
  }

  private text(text: string): void {
    if (text !== '') this.out.push({ type: 'text', text });
  }

  private escape(): void {
    this.text(this.line.charAt(this.pos + 1));
    this.pos += 2;
  }

  private code(): void {
    const { line, pos } = this;
    const length = runLength(line, pos);
    const close = this.closingTicks.get(pos);
    if (close === undefined) {
      this.text(line.slice(pos, pos + length));
      this.pos = pos + length;
      return;
    }
    this.out.push({ type: 'code', text: trimOne(line.slice(pos + length, close)) });
    this.pos = close + length;
  }

  private address(): void {
    const address = addressAt(this.line, this.pos);
    if (address === null) {
      const end = this.line.indexOf('//', this.pos) + 2;
      this.text(this.line.slice(this.pos, end));
      this.pos = end;
      return;
    }
    this.out.push({ type: 'link', href: address, children: [{ type: 'text', text: address }] });
    this.pos += address.length;
  }

  private marks(mark: Mark): void {
    const { line, pos } = this;
    const length = runLength(line, pos);
    this.pos = pos + length;
    if (!isMark(mark, length)) {
      this.text(line.slice(pos, this.pos));
      return;
    }
    const { opens, closes } = flanks(line, pos, length);
    const run = { length, both: opens && closes };
    const left = closes ? this.close(mark, run) : length;
    if (left === 0) return;
    if (opens) this.push(mark, left, run);
    this.text(mark.repeat(left));
  }

  /** Gives back how many characters of the closing mark found no counterpart. */
  private close(mark: Mark, run: Run): number {
    let left = run.length;
    while (left > 0) {
      const index = this.open.findLastIndex((open) => open.mark === mark && belong(open.run, run));
      const open = this.open[index];
      if (open === undefined) break;
      const used = Math.min(left, open.left, 2);
      this.wrap(open, used === 2 ? (mark === '~' ? 'strike' : 'strong') : 'emphasis');
      open.left -= used;
      left -= used;
      // What is left of the opening mark still stands as its text.
      this.open.length = open.left === 0 ? index : index + 1;
      this.reopen(open);
    }
    return left;
  }

  /** Everything after an opening mark becomes the inside of a node. */
  private wrap(open: Open, type: 'strong' | 'emphasis' | 'strike'): void {
    const children = joined(this.out.splice(open.at + 1));
    this.out.push({ type, children });
  }

  /** The text of an opening mark shows what of it is still unused. */
  private reopen({ at, mark, left }: Open): void {
    if (left > 0) this.out[at] = { type: 'text', text: mark.repeat(left) };
    else this.out.splice(at, 1);
  }

  private bracket(): void {
    this.push('[', 1, { length: 1, both: false });
    this.text('[');
    this.pos += 1;
  }

  private closeBracket(): void {
    const index = this.open.findLastIndex(({ mark }) => mark === '[');
    const open = this.open[index];
    const target = open === undefined ? null : targetAt(this.line, this.pos + 1);
    this.pos += 1;
    if (open === undefined || target === null) {
      if (open !== undefined) this.open.splice(index, 1);
      this.text(']');
      return;
    }
    const inside = this.out.splice(open.at + 1);
    const children = joined(withoutLinks(inside));
    this.open = this.open.slice(0, index).filter(({ mark }) => mark !== '[');
    const raw = `](${target})`;
    this.pos += raw.length - 1;
    const href = safeHref(target);
    if (href === null || textOf(children).trim() === '' || claimsAnother(textOf(children), href)) {
      this.out.push(...inside, { type: 'text', text: raw });
      return;
    }
    this.out[open.at] = { type: 'link', href, children };
  }

  /** Too many: the one that waits longest stays text. */
  private push(mark: Open['mark'], left: number, run: Run): void {
    if (this.open.length >= MAX_OPEN) this.open.shift();
    this.open.push({ mark, at: this.out.length, left, run });
  }
}

function isMark(mark: Mark, length: number): boolean {
  // `__init__` and `a ~ b` are written more often than they are meant as markup.
  if (mark === '_') return length === 1;
  return mark === '~' ? length === 2 : length <= 3;
}

/** CommonMark's rule of three: in `**a*b**` the lone mark is none of the pair's. */
function belong(open: Run, close: Run): boolean {
  if (!open.both && !close.both) return true;
  return (open.length + close.length) % 3 !== 0 || (open.length % 3 === 0 && close.length % 3 === 0);
}

/**
 * Whether a run of marks can open and close, as CommonMark has it with two changes: Chinese, Japanese and Korean text needs
 * no space around marks, and between two letters or digits of other scripts a single mark is itself (2*3*4, snake_case).
 */
function flanks(line: string, pos: number, length: number): Flanks {
  const before = characterBefore(line, pos);
  const after = characterAt(line, pos + length);
  if (length === 1 && isWord(before) && isWord(after)) return { opens: false, closes: false };
  return { opens: leansOn(after, before), closes: leansOn(before, after) };
}

/** Whether a mark belongs to the text on one side of it, seen from the other side. */
function leansOn(side: string, other: string): boolean {
  if (side === '' || SPACE.test(side)) return false;
  if (!PUNCTUATION.test(side) || CJK.test(side)) return true;
  return other === '' || SPACE.test(other) || PUNCTUATION.test(other) || CJK.test(other);
}

function isWord(character: string): boolean {
  return WORD.test(character) && !CJK.test(character);
}

function characterAt(line: string, pos: number): string {
  const point = line.codePointAt(pos);
  return point === undefined ? '' : String.fromCodePoint(point);
}

function characterBefore(line: string, pos: number): string {
  if (pos === 0) return '';
  const unit = line.charCodeAt(pos - 1);
  return characterAt(line, unit >= 0xdc00 && unit <= 0xdfff && pos > 1 ? pos - 2 : pos - 1);
}

function runLength(line: string, pos: number): number {
  let end = pos;
  while (line.charAt(end) === line.charAt(pos) && end < line.length) end += 1;
  return end - pos;
}

/** By the place of a run of backticks: where the next run of the same length begins. */
function closingTicks(line: string): Map<number, number> {
  const closing = new Map<number, number>();
  const waiting = new Map<number, number>();
  for (const { index, 0: run } of line.matchAll(/`+/g)) {
    const before = waiting.get(run.length);
    if (before !== undefined) closing.set(before, index);
    waiting.set(run.length, index);
  }
  return closing;
}

/** A space on both sides is there to keep backticks apart. */
function trimOne(code: string): string {
  const padded = code.startsWith(' ') && code.endsWith(' ') && code.trim() !== '';
  return padded ? code.slice(1, -1) : code;
}

/** The target in `](target)`, from its opening bracket; brackets in it are balanced. It ends at `]`, so none is read twice. */
function targetAt(line: string, pos: number): string | null {
  if (line.charAt(pos) !== '(') return null;
  let depth = 0;
  for (let at = pos; at < line.length && at - pos <= MAX_TARGET; at += 1) {
    const character = line.charAt(at);
    if (character === ']' || character === '[' || SPACE.test(character)) return null;
    if (character === '(') depth += 1;
    if (character === ')') depth -= 1;
    if (depth === 0) return line.slice(pos + 1, at);
  }
  return null;
}

/** A link that reads as one address must not lead to another. */
function claimsAnother(text: string, href: string): boolean {
  for (let at = 0; at < text.length; at += 1) {
    if (hasSchemeAt(text, at)) return text.slice(at).trim() !== href;
  }
  const shown = text.trim();
  return /^www\./i.test(shown) && href.replace(/^https?:\/\//i, '') !== shown;
}

/** There is no link in a link: the outer one counts. */
function withoutLinks(nodes: readonly Inline[]): Inline[] {
  return nodes.flatMap((node): Inline[] => {
    if (node.type === 'link') return [...node.children];
    return 'children' in node ? [{ ...node, children: withoutLinks(node.children) }] : [node];
  });
}

function textOf(nodes: readonly Inline[]): string {
  return nodes.map((node) => ('children' in node ? textOf(node.children) : node.text)).join('');
}

/** Neighbouring texts become one. */
function joined(nodes: readonly Inline[]): Inline[] {
  const result: Inline[] = [];
  let run: string[] = [];
  const flush = (): void => {
    if (run.length > 0) result.push({ type: 'text', text: run.join('') });
    run = [];
  };
  for (const node of nodes) {
    if (node.type === 'text') run.push(node.text);
    else {
      flush();
      result.push(node);
    }
  }
  flush();
  return result;
}
