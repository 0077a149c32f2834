import { describe, expect, test } from 'vitest';
import { advanceCursor, resetReason } from './sync-cursor.js';

const inbox = { incarnation: 'a', latestSeq: 20, oldestSeq: 11 };

describe('a sync cursor', () => {
  test.each([
    [{ incarnation: 'b', inboxSeq: 15 }, 'incarnation'],
    [{ incarnation: 'a', inboxSeq: 21 }, 'ahead'],
    [{ incarnation: 'a', inboxSeq: 9 }, 'too-old'],
    [{ incarnation: 'a', inboxSeq: 10 }, undefined],
    [{ incarnation: 'a', inboxSeq: 20 }, undefined],
  ])('%j is continued, or answered with a reason: %s', (cursor, reason) => {
    expect(resetReason(cursor, inbox)).toBe(reason);
  });

  test('of an inbox that keeps nothing, only its head can be continued', () => {
    const empty = { incarnation: 'a', latestSeq: 20, oldestSeq: 21 };
    expect(resetReason({ incarnation: 'a', inboxSeq: 20 }, empty)).toBeUndefined();
    expect(resetReason({ incarnation: 'a', inboxSeq: 19 }, empty)).toBe('too-old');
  });

  test('only moves forward within an incarnation, and begins anew with another', () => {
    const at = (inboxSeq: number, incarnation = 'a'): { incarnation: string; inboxSeq: number } => ({
      incarnation,
      inboxSeq,
    });
    expect(advanceCursor(null, at(3))).toEqual(at(3));
    expect(advanceCursor(at(5), at(3))).toEqual(at(5));
    expect(advanceCursor(at(5), at(7))).toEqual(at(7));
    expect(advanceCursor(at(5), at(1, 'b'))).toEqual(at(1, 'b'));
  });
});
