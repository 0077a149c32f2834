import type { MintedSession } from '@parley/server/cli';

import type { CrewShare } from './support/crew.js';
import type { Address, Traffic } from './support/load-result.js';

/** What the bench tells the load generator. */
export interface IdlePlan extends CrewShare {
  address: Address;
  sessions: MintedSession[];
  /** How long memory may take to settle, and how long the rest is measured. */
  settleSeconds: number;
  seconds: number;
}

export interface IdleResult {
  connected: number;
  connectSeconds: number;
  traffic: Traffic;
  trouble: Record<string, number>;
}
