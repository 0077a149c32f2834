import { ERROR_CODES, errorSpec, LIMITS, ParleyError } from '@parley/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  afterRefusal,
  changedState,
  checkSendAt,
  demandUnsent,
  planScheduled,
  type ScheduledState,
} from './scheduled.js';

const HOUR = LIMITS.scheduledLateMs;
const time = fc.integer({ min: 0, max: 4_000_000_000_000 });
const states: ScheduledState[] = ['waiting', 'sending', 'sent', 'missed', 'failed', 'deleted'];
const codeOf = (run: () => void): string => {
  try {
    run();
    return 'OK';
  } catch (error) {
    return error instanceof ParleyError ? error.code : String(error);
  }
};

describe('planScheduled', () => {
  it.each([
    [-1, false, 'wait'],
    [-1, true, 'wait'],
    [0, false, 'send'],
    [HOUR, false, 'send'],
    [HOUR, true, 'send'],
    [HOUR + 1, false, 'missed'],
    [HOUR + 1, true, 'find'],
  ])('%i ms late, tried before: %s → %s', (late, tried, plan) => {
    expect(planScheduled({ sendAt: 10 * HOUR, tried }, 10 * HOUR + late)).toBe(plan);
  });

  it('never sends before its time nor when it is more than an hour late, and never gives up one that may be stored', () => {
    fc.assert(
      fc.property(time, time, fc.boolean(), (sendAt, now, tried) => {
        const plan = planScheduled({ sendAt, tried }, now);
        if (plan === 'send') expect(now >= sendAt && now - sendAt <= HOUR).toBe(true);
        else if (plan === 'wait') expect(now).toBeLessThan(sendAt);
        else expect([now - sendAt > HOUR, plan]).toEqual([true, tried ? 'find' : 'missed']);
      }),
    );
  });

  it('only goes on as time does: wait, then send, then one end', () => {
    const rank = { wait: 0, send: 1, find: 2, missed: 2 };
    fc.assert(
      fc.property(time, fc.tuple(time, time), fc.boolean(), (sendAt, times, tried) => {
        const [before, after] = times.toSorted((a, b) => a - b) as [number, number];
        const at = (now: number): number => rank[planScheduled({ sendAt, tried }, now)];
        expect(at(before)).toBeLessThanOrEqual(at(after));
      }),
    );
  });
});

describe('checkSendAt', () => {
  it('takes what lies between a minute ago and a year ahead', () => {
    fc.assert(
      fc.property(time, fc.integer({ min: -2 * HOUR, max: 2 * LIMITS.scheduledAheadMs }), (now, ahead) => {
        const fits = ahead >= -LIMITS.scheduledPastMs && ahead <= LIMITS.scheduledAheadMs;
        expect(codeOf(() => checkSendAt(now + ahead, now))).toBe(fits ? 'OK' : 'SCHEDULE_TIME_INVALID');
      }),
    );
  });

  it('takes nothing that would be missed at once', () => {
    expect(LIMITS.scheduledPastMs).toBeLessThan(LIMITS.scheduledLateMs);
  });
});

describe('what may be changed', () => {
  it('is what is certainly not sent', () => {
    expect(states.map((state) => codeOf(() => demandUnsent(state)))).toEqual([
      'OK',
      'SCHEDULED_SENT',
      'SCHEDULED_SENT',
      'OK',
      'OK',
      'SCHEDULED_NOT_FOUND',
    ]);
  });

  it('a new time makes it wait again, new words do not', () => {
    for (const state of states)
      expect([changedState(state, 1), changedState(state, undefined)]).toEqual(['waiting', state]);
  });
});

describe('afterRefusal', () => {
  it('is final for what no retry helps, and lets go only of what is certainly not stored', () => {
    for (const code of ERROR_CODES) {
      const error = new ParleyError(code);
      const retry = errorSpec(code).retry === true || code === 'SLOW_MODE';
      expect(afterRefusal(error, { tried: true })).toBe(retry ? 'unknown' : 'failed');
      if (!retry) expect(afterRefusal(error, { tried: false })).toBe('failed');
    }
    const fresh = (code: ParleyError['code']): string => afterRefusal(new ParleyError(code), { tried: false });
    expect([fresh('BUSY'), fresh('SLOW_MODE'), fresh('UNAVAILABLE'), fresh('UNCERTAIN'), fresh('INTERNAL')]).toEqual([
      'wait',
      'wait',
      'wait',
      'unknown',
      'unknown',
    ]);
  });
});
