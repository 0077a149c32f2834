import type { MintedSession } from '@parley/server/cli';

import type { LatencySummary } from './support/latency.js';
import type { Address } from './support/load-result.js';

/** What the bench tells the load generator. */
export interface PresencePlan {
  address: Address;
  sessions: MintedSession[];
  /** How long people come and go, how many leave in a second, and how many others each has on the screen. */
  seconds: number;
  leaving: number;
  onScreen: number;
}

export interface PresenceResult {
  connected: number;
  connectSeconds: number;
  /** From the question to the answer. */
  asked: LatencySummary;
  /** From `ready` to the first of those who look; and from the end of the grace. */
  came: LatencySummary;
  left: LatencySummary;
  departures: number;
  returns: number;
  /** Told that somebody was gone who was back within the grace. */
  flaps: number;
  signals: number;
  /** In the end, when everybody has come back: who is not said to be there, and when the last of them was. */
  missing: number;
  settledSeconds: number;
  trouble: Record<string, number>;
}
