import type { MixedPlan } from './mixed-plan.js';
import type { LatencySummary } from './support/latency.js';
import type { LoadResult } from './support/load-result.js';

/** What the bench tells the load generator: `ratePerSecond` is what is offered in the measured time. */
export interface OverloadPlan extends MixedPlan {
  /** Before and after the overload, in sends a second, and for how long after it. */
  calmPerSecond: number;
  calmSeconds: number;
}

export interface OverloadResult extends LoadResult {
  worstLagMs: number;
  /** Of the measured time: refused with BUSY, and how soon that was said. */
  heldBack: number;
  refusal: LatencySummary;
  /** Refused with BUSY and without a word of when to come back, over the whole run. */
  withoutHint: number;
  /** The hints of the measured time, least and most. */
  hintMs: { least: number; most: number };
  /** In the timelines though their senders were told that they are not stored. */
  storedThoughRefused: number;
  /** From the end of the overload; null: not within the calm time. */
  backToNormalSeconds: number | null;
}
