import type { MintedSession } from '@parley/server/cli';

import type { Address, LoadResult } from './support/load-result.js';

/** What the bench tells the load generator. */
export interface HotPlan {
  address: Address;
  /** The two people of one direct conversation, a device each. */
  sessions: MintedSession[];
  /** Of both together. */
  connections: number;
  inFlight: number;
  warmUpSeconds: number;
  seconds: number;
}

export type HotResult = LoadResult;
