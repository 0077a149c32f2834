import { build, type Histogram } from 'hdr-histogram-js';
import { z } from 'zod';

/** In milliseconds. */
export const LatencySummary = z.object({
  count: z.number(),
  p50: z.number(),
  p95: z.number(),
  p99: z.number(),
  p999: z.number(),
  max: z.number(),
});
export type LatencySummary = z.infer<typeof LatencySummary>;

/** Latencies with three significant digits, from a microsecond to ten minutes. */
export class Latency {
  private readonly histogram: Histogram = build({
    lowestDiscernibleValue: 1,
    highestTrackableValue: 600_000_000,
    numberOfSignificantValueDigits: 3,
    useWebAssembly: false,
  });

  record(ms: number): void {
    this.histogram.recordValue(Math.max(1, Math.min(600_000_000, Math.round(ms * 1_000))));
  }

  summary(): LatencySummary {
    const at = (percentile: number): number => this.histogram.getValueAtPercentile(percentile) / 1_000;
    return {
      count: this.histogram.totalCount,
      p50: at(50),
      p95: at(95),
      p99: at(99),
      p999: at(99.9),
      max: this.histogram.totalCount === 0 ? 0 : this.histogram.maxValue / 1_000,
    };
  }
}
