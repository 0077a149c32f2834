import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { advanceReceipt, SEND_STATES, sendStateOf, type Watermarks } from './receipt.js';

const seq = fc.integer({ min: 0, max: 50 });
const marks = fc.record({ readSeq: seq, deliveredSeq: seq });
const start: Watermarks = { readSeq: 0, deliveredSeq: 0 };
const all = (events: readonly Watermarks[]): Watermarks => events.reduce(advanceReceipt, start);

describe('receipts', () => {
  test('never go back, and what is read is delivered', () => {
    fc.assert(
      fc.property(fc.array(marks), marks, (before, event) => {
        const state = all(before);
        const next = advanceReceipt(state, event);
        expect(next.readSeq).toBeGreaterThanOrEqual(state.readSeq);
        expect(next.deliveredSeq).toBeGreaterThanOrEqual(state.deliveredSeq);
        expect(next.deliveredSeq).toBeGreaterThanOrEqual(next.readSeq);
      }),
    );
  });

  test('commute and repeat without effect', () => {
    fc.assert(
      fc.property(fc.array(marks), (events) => {
        const state = all(events);
        expect(all([...events].reverse())).toEqual(state);
        expect(all([...events, ...events])).toEqual(state);
        for (const event of events) expect(advanceReceipt(state, event)).toBe(state);
      }),
    );
  });

  test('keep what else the state holds', () => {
    expect(advanceReceipt({ ...start, userId: '7' }, { readSeq: 2, deliveredSeq: 1 })).toEqual({
      userId: '7',
      readSeq: 2,
      deliveredSeq: 2,
    });
  });
});

describe('the state of a sent message', () => {
  test('follows the other person as far as they are', () => {
    const peer = { readSeq: 3, deliveredSeq: 5 };
    expect([null, 3, 4, 6].map((at) => sendStateOf(at, peer))).toEqual(['pending', 'read', 'delivered', 'sent']);
    expect(sendStateOf(1, null)).toBe('sent');
  });

  test('never goes back when watermarks advance', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50 }), fc.array(marks), (at, events) => {
        let receipt = start;
        let rank = 0;
        for (const event of events) {
          receipt = advanceReceipt(receipt, event);
          const next = SEND_STATES.indexOf(sendStateOf(at, receipt));
          expect(next).toBeGreaterThanOrEqual(rank);
          rank = next;
        }
      }),
    );
  });
});
