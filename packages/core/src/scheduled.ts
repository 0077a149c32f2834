import { LIMITS, ParleyError } from '@parley/contract';

/** As stored. `deleted` is what stays of one that its owner deleted, so that a late retry can't bring it back. */
export type ScheduledState = 'waiting' | 'sending' | 'sent' | 'missed' | 'failed' | 'deleted';

/** Throws SCHEDULE_TIME_INVALID: over, by more than the way to the server takes, or too far ahead. */
export function checkSendAt(sendAt: number, now: number): void {
  const earliest = now - LIMITS.scheduledPastMs;
  const latest = now + LIMITS.scheduledAheadMs;
  if (sendAt < earliest || sendAt > latest) throw new ParleyError('SCHEDULE_TIME_INVALID', { earliest, latest });
}

/** Throws SCHEDULED_SENT, SCHEDULED_NOT_FOUND. From the moment it is being sent, nobody knows that it was not. */
export function demandUnsent(state: ScheduledState): void {
  if (state === 'deleted') throw new ParleyError('SCHEDULED_NOT_FOUND');
  if (state === 'sending' || state === 'sent') throw new ParleyError('SCHEDULED_SENT');
}

/** A new time makes it wait again; new words alone leave it as it was. */
export function changedState(state: ScheduledState, sendAt: number | undefined): ScheduledState {
  return sendAt === undefined ? state : 'waiting';
}

/** `tried`: somebody began to send it and nobody knows how it ended. */
export type DueScheduled = { readonly sendAt: number; readonly tried: boolean };

/**
 * What is to be done with a scheduled message that has not been sent, as far as is known. Once it is so late that it may
 * not be wanted any more it is not sent; one that was tried before may have been, so that has to be found out first.
 */
export function planScheduled({ sendAt, tried }: DueScheduled, now: number): 'wait' | 'send' | 'find' | 'missed' {
  if (sendAt > now) return 'wait';
  if (now - sendAt <= LIMITS.scheduledLateMs) return 'send';
  return tried ? 'find' : 'missed';
}

const NOTHING_STORED: ReadonlySet<string> = new Set([
  'BUSY',
  'UNAVAILABLE',
  'AFTER_FAILED',
  'RATE_LIMITED',
  'DRAINING',
  'SLOW_MODE',
]);

/**
 * A try was refused. `wait`: it is certainly not stored, so its owner may change it until the next try. `unknown`: only
 * another try tells. `failed`: for good, provided that no earlier try was stored.
 */
export function afterRefusal(
  { code, retryable }: ParleyError,
  { tried }: { tried: boolean },
): 'wait' | 'unknown' | 'failed' {
  // Slow mode refuses what a person repeats by hand; here it only means later.
  if (!retryable && code !== 'SLOW_MODE') return 'failed';
  return NOTHING_STORED.has(code) && !tried ? 'wait' : 'unknown';
}
