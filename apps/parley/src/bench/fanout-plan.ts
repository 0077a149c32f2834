import type { MintedSession } from '@parley/server/cli';
import type { LatencySummary } from './support/latency.js';
import type { Address } from './support/load-result.js';

/** What the bench tells the load generator. */
export interface FanoutPlan {
  address: Address;
  /** Members of the conversation, each with one device. */
  sessions: MintedSession[];
  conversationId: string;
  /** So many of them have it open; the first ones, who also talk. */
  open: number;
  sendsPerSecond: number;
  warmUpSeconds: number;
  seconds: number;
}

export interface FanoutResult {
  /** From the moment a send was due to its ack, to each device that has it open, and to the head at each that has not. */
  ack: LatencySummary;
  delivery: LatencySummary;
  head: LatencySummary;
  sends: number;
  acked: number;
  refused: Record<string, number>;
  /** In the measured time. */
  deliveries: number;
  frames: number;
  /** To the devices, hints and pings too. */
  bytes: number;
  /** Of the whole run: messages that a device with the conversation open never got, not even by a pull at the end. */
  lost: number;
  /** Came by that pull only. */
  pulled: number;
  duplicated: number;
  /** A message after a later one of the same device. */
  outOfOrder: number;
  /** Devices without it open that don't know the last head, 2 s after the last ack. */
  headsUnknown: number;
  connectSeconds: number;
  trouble: Record<string, number>;
}
