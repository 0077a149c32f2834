import type { PushSent, PushSuppressed } from '@parley/core';
import { DECIDED_KEY } from './forget-kept';

const KEPT = 200;

/** What became of messages in this browser, and why: nothing but ids, numbers and reasons. */
export type DecidedHere = {
  readonly conversationId: string;
  readonly seqs: readonly number[];
  readonly decision: 'sent' | 'merged' | 'suppressed';
  readonly reason: PushSent | PushSuppressed;
  readonly at: number;
};

function read(): DecidedHere[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(DECIDED_KEY) ?? '[]');
    return Array.isArray(stored) ? (stored as DecidedHere[]) : [];
  } catch {
    return [];
  }
}

/** For those who ask why; the oldest make room. */
export function keepDecided(what: DecidedHere): void {
  try {
    localStorage.setItem(DECIDED_KEY, JSON.stringify([what, ...read()].slice(0, KEPT)));
  } catch {
    // Storage may be forbidden or full: then nobody can tell why.
  }
}

/** The newest decision about a message; null: none was made here. */
export function decidedOf(conversationId: string, seq: number): DecidedHere | null {
  return read().find((one) => one.conversationId === conversationId && one.seqs.includes(seq)) ?? null;
}
