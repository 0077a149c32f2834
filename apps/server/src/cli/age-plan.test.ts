import { describe, expect, it } from 'vitest';
import { inSlice, messagesOf, type AgedConversation } from './age-plan.js';

const conversation = (size: number, at: number): AgedConversation => ({
  conversationId: String(at),
  memberIds: Array.from({ length: size }, (_, n) => String(n)),
});
const directs = Array.from({ length: 500 }, (_, at) => conversation(2, at));
const groups = Array.from({ length: 100 }, (_, at) => conversation(10, at));
const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);

describe('how old messages are spread', () => {
  it('gives out what was asked for, a tenth of it to groups', () => {
    const counts = messagesOf([...directs, ...groups], 50_000);
    expect(sum(counts)).toBe(50_000);
    expect(Math.abs(sum(counts.slice(directs.length)) - 5_000)).toBeLessThanOrEqual(1);
    expect(Math.min(...counts)).toBeGreaterThanOrEqual(0);
  });

  it('gives much to few and little to many', () => {
    const counts = messagesOf(directs, 50_000).toSorted((a, b) => b - a);
    expect(sum(counts.slice(0, 100))).toBeGreaterThan(50_000 / 2.5);
  });

  it('leaves nothing over where there is only one kind, or one conversation', () => {
    expect(sum(messagesOf(groups, 999))).toBe(999);
    expect(messagesOf([conversation(2, 0)], 7)).toEqual([7]);
    expect(messagesOf([], 7)).toEqual([]);
  });

  it('cuts a count into slices that are the whole together', () => {
    expect(sum(Array.from({ length: 7 }, (_, slice) => inSlice(23, slice, 7)))).toBe(23);
  });
});
