import type { MintedSession } from '@parley/server/cli';

import type { Address, LoadResult } from './support/load-result.js';

/** What the bench tells the load generator. */
export interface HotPlan {
  address: Address;
  /** Two neighbours share a direct conversation, a device each. */
  sessions: MintedSession[];
  /** Of all of them together. */
  connections: number;
  inFlight: number;
  warmUpSeconds: number;
  seconds: number;
}

export type HotResult = LoadResult;
