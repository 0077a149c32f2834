/** One process's `/metrics`, as far as `./parley top` asks of it. */
export class Exposition {
  private readonly samples: ReadonlyMap<string, Sample[]>;

  /** In the text format of Prometheus. What is not understood is left out. */
  constructor(text: string) {
    this.samples = Map.groupBy(
      text.split('\n').flatMap((line) => sampleOf(line) ?? []),
      ({ name }) => name,
    );
  }

  /** null: this process does not tell. */
  sum(name: string, labels: Labels = {}): number | null {
    const mine = this.find(name, labels);
    return mine.length === 0 ? null : mine.reduce((sum, { value }) => sum + value, 0);
  }

  max(name: string): number | null {
    const mine = this.find(name);
    return mine.length === 0 ? null : Math.max(...mine.map(({ value }) => value));
  }

  /** Added up by one label. */
  by(name: string, label: string): Map<string, number> {
    const found = new Map<string, number>();
    for (const { labels, value } of this.find(name)) {
      const key = labels[label] ?? '';
      found.set(key, (found.get(key) ?? 0) + value);
    }
    return found;
  }

  /** Of a histogram: how many were at most so much, by bound. */
  buckets(name: string): Buckets {
    return new Map(
      [...this.by(`${name}_bucket`, 'le')].map(([le, count]) => [le === '+Inf' ? Infinity : Number(le), count]),
    );
  }

  private find(name: string, labels: Labels = {}): Sample[] {
    const wanted = Object.entries(labels);
    return (this.samples.get(name) ?? []).filter((sample) =>
      wanted.every(([label, value]) => sample.labels[label] === value),
    );
  }
}

export type Buckets = ReadonlyMap<number, number>;
type Labels = Readonly<Record<string, string>>;
type Sample = { name: string; labels: Labels; value: number };

const LINE = /^(?<name>[a-zA-Z_:][\w:]*)(?:\{(?<labels>.*)\})? (?<value>\S+)(?: \d+)?$/;
const LABEL = /(?<label>\w+)="(?<value>(?:[^"\\]|\\.)*)"/g;

function sampleOf(line: string): Sample | null {
  const { name, labels = '', value } = LINE.exec(line)?.groups ?? {};
  if (name === undefined || value === undefined) return null;
  const pairs = [...labels.matchAll(LABEL)].map(({ groups = {} }) => [groups['label'] ?? '', groups['value'] ?? '']);
  return { name, labels: Object.fromEntries(pairs) as Labels, value: value === '+Inf' ? Infinity : Number(value) };
}

/** Buckets of what was measured between two readings; of a process that began anew since, all of it. */
export function bucketsBetween(before: Buckets, now: Buckets): Buckets {
  const isAnew = (now.get(Infinity) ?? 0) < (before.get(Infinity) ?? 0);
  return new Map([...now].map(([le, count]) => [le, isAnew ? count : count - (before.get(le) ?? 0)]));
}

export function addBuckets(all: readonly Buckets[]): Buckets {
  const sum = new Map<number, number>();
  for (const buckets of all) for (const [le, count] of buckets) sum.set(le, (sum.get(le) ?? 0) + count);
  return sum;
}

/** As Prometheus does it: even within a bucket. null: nothing was measured. Beyond the last bound it is that bound. */
export function quantileOf(buckets: Buckets, quantile: number): number | null {
  const sorted = [...buckets].toSorted(([a], [b]) => a - b);
  const all = sorted.at(-1)?.[1] ?? 0;
  if (all === 0) return null;
  const rank = quantile * all;
  let [low, below] = [0, 0];
  for (const [le, count] of sorted) {
    if (count >= rank) return le === Infinity ? low : low + ((le - low) * (rank - below)) / (count - below);
    [low, below] = [le, count];
  }
  return low;
}
