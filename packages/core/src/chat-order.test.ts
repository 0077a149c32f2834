import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chatPlaceOf, compareChats } from './chat-order.js';

const small = fc.integer({ min: 0, max: 4 });
const orNull = fc.option(small, { nil: null });
const row = fc.record({
  conversationId: fc.integer({ min: 1, max: 200 }).map(String),
  lastAt: small,
  headSeq: small,
  personal: fc.record({ pinnedAt: orNull, hiddenSeq: orNull }),
});
const rows = fc.uniqueArray(row, { selector: ({ conversationId }) => conversationId });

describe('the order of the chat list', () => {
  test('is one order, however the rows come', () => {
    fc.assert(
      fc.property(rows, fc.array(fc.nat()), (given, keys) => {
        const places = given.map(chatPlaceOf);
        const shuffled = places
          .map((place, index) => ({ place, key: keys[index] ?? 0 }))
          .sort((a, b) => a.key - b.key)
          .map(({ place }) => place);
        expect(shuffled.sort(compareChats)).toEqual([...places].sort(compareChats));
        for (const a of places) {
          for (const b of places) expect(Math.sign(compareChats(a, b))).toBe(0 - Math.sign(compareChats(b, a)));
        }
      }),
    );
  });

  test('is pinned ones by pin, then what was said last, and hidden ones behind all', () => {
    const order = (list: Parameters<typeof chatPlaceOf>[0][]): string[] =>
      list
        .map(chatPlaceOf)
        .sort(compareChats)
        .map(({ conversationId }) => conversationId);
    const plain = { headSeq: 3, personal: { pinnedAt: null, hiddenSeq: null } };
    expect(
      order([
        { conversationId: '1', lastAt: 9, headSeq: 3, personal: { pinnedAt: 1, hiddenSeq: 3 } },
        { conversationId: '2', lastAt: 5, ...plain },
        { conversationId: '10', lastAt: 5, ...plain },
        { conversationId: '3', lastAt: 8, ...plain },
        { conversationId: '4', lastAt: 1, headSeq: 3, personal: { pinnedAt: 1, hiddenSeq: 2 } },
        { conversationId: '5', lastAt: 0, headSeq: 3, personal: { pinnedAt: 2, hiddenSeq: null } },
      ]),
    ).toEqual(['5', '4', '3', '10', '2', '1']);
  });
});
