import type { MintedSession } from '@parley/server/cli';
import type { Address, LoadResult } from './support/load-result.js';

/** What the bench tells the load generator. */
export interface MixedPlan {
  address: Address;
  /** Two neighbours share a conversation. */
  sessions: MintedSession[];
  ratePerSecond: number;
  warmUpSeconds: number;
  seconds: number;
  seed: number;
  /** Of the sends, how many go to a group of ten. */
  groupShare: number;
}

export interface MixedResult extends LoadResult {
  /** The longest time by which the generator itself was late with a send. */
  worstLagMs: number;
}
