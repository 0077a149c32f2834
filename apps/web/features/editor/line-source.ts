import { messageParts, type Span } from '@parley/core';
import { joined, MARKS, type MarkName, type Run, runsIn, sameRuns } from './runs';

type Style = { readonly escape: 'nothing' | 'signs' | 'all'; readonly italic: '*' | '_' };
const STYLES: readonly Style[] = [
  { escape: 'nothing', italic: '*' },
  { escape: 'nothing', italic: '_' },
  { escape: 'signs', italic: '*' },
  { escape: 'signs', italic: '_' },
];
/** What is given up when a line can't be written with all of its marks: its letters never are. */
const KEPT: readonly (readonly MarkName[])[] = [MARKS, ['strike', 'bold'], []];

/** A line as Markdown that core reads as these very runs: with as few signs as it takes, which is asked of core itself. */
export function lineSource(written: readonly Run[]): string {
  for (const kept of KEPT) {
    const runs = withoutEdges(
      joined(written.map((run) => ({ ...run, marks: run.marks.filter((mark) => kept.includes(mark)) }))),
    );
    for (const style of STYLES) {
      const { text, spans } = new LineWriter(style).write(runs);
      if (reads(text, spans, runs)) return text;
    }
  }
  const plain = written.map((run) => ({ ...run, marks: [], code: false, href: null }));
  return new LineWriter({ escape: 'all', italic: '*' }).write(joined(plain)).text;
}

function reads(text: string, spans: readonly Span[], runs: readonly Run[]): boolean {
  const [part, ...more] = messageParts(text, spans);
  return part?.type === 'line' && more.length === 0 && sameRuns(runsIn(part.children), runs);
}

/** Marks begin and end at a letter. */
function withoutEdges(runs: readonly Run[]): Run[] {
  let kept: Run[] = [...runs];
  for (const mark of MARKS) {
    kept = joined(
      kept.flatMap((run, index) => {
        if (!run.marks.includes(mark) || run.code || run.mention) return [run];
        const bare = { ...run, marks: run.marks.filter((name) => name !== mark) };
        const begins = kept[index - 1]?.marks.includes(mark) !== true;
        const ends = kept[index + 1]?.marks.includes(mark) !== true;
        const from = begins ? run.text.length - run.text.trimStart().length : 0;
        const to = ends ? Math.max(from, run.text.trimEnd().length) : run.text.length;
        const cut = (one: Run, start: number, end?: number): Run => ({ ...one, text: run.text.slice(start, end) });
        return [cut(bare, 0, from), cut(run, from, to), cut(bare, to)].filter(({ text }) => text !== '');
      }),
    );
  }
  return kept;
}

type Opened = { readonly mark: MarkName | 'link'; readonly href: string | null; readonly sign: string };

class LineWriter {
  private out = '';
  private readonly open: Opened[] = [];
  private readonly spans: Span[] = [];

  constructor(private readonly style: Style) {}

  write(runs: readonly Run[]): { text: string; spans: readonly Span[] } {
    for (const [index, run] of runs.entries()) {
      this.closeFor(run);
      this.openFor(runs, index);
      if (run.mention) this.spans.push({ at: this.out.length, length: run.text.length });
      this.out += run.code ? codeSource(run.text) : run.mention ? run.text : this.textOf(run.text);
    }
    while (this.open.length > 0) this.closeLast();
    return { text: this.out, spans: this.spans };
  }

  private closeFor(run: Run): void {
    const keeps = this.open.findIndex(({ mark, href }) =>
      mark === 'link' ? href !== run.href : !run.marks.includes(mark),
    );
    if (keeps !== -1) while (this.open.length > keeps) this.closeLast();
  }

  private closeLast(): void {
    const last = this.open.pop();
    if (last !== undefined) this.out += last.mark === 'link' ? `](${last.href ?? ''})` : last.sign;
  }

  /** What lasts longest opens first. */
  private openFor(runs: readonly Run[], index: number): void {
    const run = runs[index];
    if (run === undefined) return;
    const lasts = (stays: (one: Run) => boolean): number => {
      const end = runs.findIndex((one, at) => at > index && !stays(one));
      return (end === -1 ? runs.length : end) - index;
    };
    const wanted: (Opened & { readonly length: number })[] = run.marks.map((mark) => ({
      mark,
      href: null,
      sign: this.signOf(mark),
      length: lasts(({ marks }) => marks.includes(mark)),
    }));
    const { href } = run;
    if (href !== null) wanted.push({ mark: 'link', href, sign: '[', length: lasts((one) => one.href === href) });
    for (const one of wanted.sort((a, b) => b.length - a.length)) {
      if (this.open.some(({ mark }) => mark === one.mark)) continue;
      this.out += one.sign;
      this.open.push(one);
    }
  }

  private signOf(mark: MarkName): string {
    return mark === 'bold' ? '**' : mark === 'strike' ? '~~' : this.style.italic;
  }

  private textOf(text: string): string {
    const { escape } = this.style;
    if (escape === 'nothing') return text;
    const quote = this.out === '' ? /^( {0,3})>/.exec(text) : null;
    const start = quote?.[0].length ?? 0;
    // Addresses stay whole while they can; behind a backslash a bracket is one that was escaped.
    const signs = escape === 'all' ? /[*_~`[]|(?<=\\)>/g : /https?:\/\/[^\s*`~[\]\\]+|[*_~`[]|(?<=\\)>/gi;
    const rest = text.slice(start).replaceAll(signs, (sign) => (sign.length > 1 ? sign : `\\${sign}`));
    return quote === null ? rest : `${quote[1] ?? ''}\\>${rest}`;
  }
}

/** Between more backticks than it has in a row. */
function codeSource(code: string): string {
  const lengths = new Set([...code.matchAll(/`+/g)].map(([run]) => run.length));
  let length = 1;
  while (lengths.has(length)) length += 1;
  const ticks = '`'.repeat(length);
  const padded = /^`|`$/.test(code) || (/^ .* $/.test(code) && code.trim() !== '');
  return padded ? `${ticks} ${code} ${ticks}` : ticks + code + ticks;
}
