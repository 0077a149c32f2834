import type { LatencySummary } from './latency.js';
import type { Second } from './ledger.js';
import type { LinkTarget, WireMeter } from './link.js';
import type { Proof } from './proof.js';

export type Address = Omit<LinkTarget, 'localAddress'>;

/** The phases that a load generator tells of, in order. */
export const PHASES = { connected: 'connected', measuring: 'measuring', measured: 'measured' } as const;

/** What went over the wire in the measured time. */
export interface Traffic {
  meter: WireMeter;
  deliveries: number;
  cursorAcks: number;
  heartbeats: number;
  pulls: number;
}

/** What a load generator that sends found out. */
export interface LoadResult {
  ack: LatencySummary;
  delivery: LatencySummary;
  /** Within the measured time: due, and answered. */
  offered: number;
  answered: number;
  /** Over the whole run. */
  sends: number;
  acked: number;
  /** Answers that asked for the same send again, by code; not failures. */
  repeated: Record<string, number>;
  /** Refused for good, by code. */
  refused: Record<string, number>;
  unanswered: number;
  proof: Proof;
  traffic: Traffic;
  seconds: Second[];
  connectSeconds: number;
  /** Connections that were lost and pulls that failed, by reason. */
  trouble: Record<string, number>;
}
