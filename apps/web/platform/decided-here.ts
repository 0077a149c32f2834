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

const GATHER_MS = 1_000;

let unstored: DecidedHere[] = [];
let timer: ReturnType<typeof setTimeout> | null = null;

/** For those who ask why; the oldest make room. Stored within a second, as all of them are written each time. */
export function keepDecided(what: DecidedHere): void {
  unstored = [what, ...unstored].slice(0, KEPT);
  timer ??= setTimeout(storeDecided, GATHER_MS);
}

/** What waits to be stored: before the page goes. */
export function storeDecided(): void {
  if (unstored.length === 0) return;
  const all = [...unstored, ...read()].slice(0, KEPT);
  dropDecided();
  try {
    localStorage.setItem(DECIDED_KEY, JSON.stringify(all));
  } catch {
    // Storage may be forbidden or full: then nobody can tell why.
  }
}

/** It is of somebody who has signed out. */
export function dropDecided(): void {
  unstored = [];
  if (timer !== null) clearTimeout(timer);
  timer = null;
}

/** The newest decision about a message; null: none was made here. */
export function decidedOf(conversationId: string, seq: number): DecidedHere | null {
  const all = [...unstored, ...read()];
  return all.find((one) => one.conversationId === conversationId && one.seqs.includes(seq)) ?? null;
}
