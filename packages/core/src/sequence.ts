import type { SeqRange } from '@parley/contract';

/** Sorted, disjoint, never touching: [1..3], [7..7]. Every function here takes and gives ranges of this form. */
export type Ranges = readonly SeqRange[];

/** The union of what is there and one more range. */
export function addRange(ranges: Ranges, added: SeqRange): SeqRange[] {
  if (added.to < added.from) return [...ranges];
  const out: SeqRange[] = [];
  let { from, to } = added;
  let placed = false;
  for (const range of ranges) {
    if (range.to + 1 < from) out.push(range);
    else if (to + 1 < range.from) {
      if (!placed) out.push({ from, to });
      placed = true;
      out.push(range);
    } else {
      from = Math.min(from, range.from);
      to = Math.max(to, range.to);
    }
  }
  if (!placed) out.push({ from, to });
  return out;
}

/** The union of two sets of ranges; neither has to be in the form above. */
export function mergeRanges(a: Ranges, b: Ranges): SeqRange[] {
  const out: SeqRange[] = [];
  const sorted = [...a, ...b].filter((range) => range.from <= range.to).sort((x, y) => x.from - y.from);
  for (const range of sorted) {
    const last = out.at(-1);
    if (last !== undefined && range.from <= last.to + 1) {
      out[out.length - 1] = { from: last.from, to: Math.max(last.to, range.to) };
    } else out.push({ from: range.from, to: range.to });
  }
  return out;
}

/** The ranges that hold exactly these seqs. */
export function rangesOf(seqs: Iterable<number>): SeqRange[] {
  return mergeRanges(
    [...seqs].map((seq) => ({ from: seq, to: seq })),
    [],
  );
}

export function rangesContain(ranges: Ranges, seq: number): boolean {
  return ranges.some((range) => range.from <= seq && seq <= range.to);
}

/** What is missing between from and to, both included. Purged ranges are given as present: they are no gap. */
export function missingRanges(present: Ranges, within: SeqRange): SeqRange[] {
  const out: SeqRange[] = [];
  let next = within.from;
  for (const range of present) {
    if (range.to < next) continue;
    if (range.from > within.to) break;
    if (range.from > next) out.push({ from: next, to: range.from - 1 });
    next = range.to + 1;
  }
  if (next <= within.to) out.push({ from: next, to: within.to });
  return out;
}
