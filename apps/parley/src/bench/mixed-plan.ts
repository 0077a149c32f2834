import type { LatencySummary } from './support/latency.js';
import type { LinkTarget, WireMeter } from './support/link.js';

export interface MixedSession {
  userId: string;
  deviceId: string;
  token: string;
  conversationId: string;
  peerId: string;
}

/** What the bench tells the load generator. */
export interface MixedPlan {
  address: Omit<LinkTarget, 'localAddress'>;
  /** Two neighbours share a conversation. */
  sessions: MixedSession[];
  ratePerSecond: number;
  warmUpSeconds: number;
  seconds: number;
  seed: number;
}

/** The phases that the generator tells of, in order. */
export const PHASES = { connected: 'connected', measuring: 'measuring', measured: 'measured' } as const;

export interface MixedResult {
  /** All from the moment at which a send was due. */
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
  proof: MixedProof;
  traffic: { meter: WireMeter; deliveries: number; cursorAcks: number; heartbeats: number; pulls: number };
  connectSeconds: number;
  /** Connections that were lost, by reason. */
  closed: Record<string, number>;
  /** The longest time by which the generator itself was late with a send. */
  worstLagMs: number;
}

export interface MixedProof {
  /** Acked, but missing in the timeline or at the other person's device. */
  lost: number;
  /** In the timeline or an inbox twice. */
  duplicated: number;
  /** Seqs against the order of the sends, or live events of a conversation against the order of its seqs. */
  outOfOrder: number;
  /** Seqs missing between the head before the run and the head after it. */
  gaps: number;
  /** Stored text, seq or id that is not what was sent or acked. */
  altered: number;
  /** Came by sync only, not live. */
  bySync: number;
  /** Events that a device had already; it drops them. */
  repeats: number;
  /** In the timelines, of this run. */
  stored: number;
}
