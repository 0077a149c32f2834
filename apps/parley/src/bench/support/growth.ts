/** A value at a moment, in seconds. */
export type Sampled = readonly [at: number, value: number];

/**
 * By how many percent a value grows over the last half of its samples: from one end to the other of the straight line that lies
 * nearest to them, so that no single sample decides it. 0 while there are fewer than three.
 */
export function growthPercent(samples: readonly Sampled[]): number {
  const last = lastHalf(samples);
  const [first, end] = [last[0]?.[0] ?? 0, last.at(-1)?.[0] ?? 0];
  if (last.length < 3 || end === first) return 0;
  const mean = (of: (sample: Sampled) => number): number => last.reduce((sum, one) => sum + of(one), 0) / last.length;
  const [at, value] = [mean((one) => one[0]), mean((one) => one[1])];
  const spread = mean((one) => (one[0] - at) ** 2);
  const slope = mean((one) => (one[0] - at) * (one[1] - value)) / spread;
  const start = value + slope * (first - at);
  return start <= 0 ? 0 : (slope * (end - first) * 100) / start;
}

function lastHalf(samples: readonly Sampled[]): readonly Sampled[] {
  const [first, end] = [samples[0]?.[0] ?? 0, samples.at(-1)?.[0] ?? 0];
  return samples.filter(([at]) => at >= (first + end) / 2);
}
