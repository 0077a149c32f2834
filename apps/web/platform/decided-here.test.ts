import { beforeEach, describe, expect, it, vi } from 'vitest';
import { type DecidedHere, decidedOf, dropDecided, keepDecided, storeDecided } from './decided-here';
import { DECIDED_KEY } from './forget-kept';

const stored = new Map<string, string>();
const setItem = vi.fn((key: string, value: string) => void stored.set(key, value));

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('localStorage', { getItem: (key: string) => stored.get(key) ?? null, setItem });
  dropDecided();
  stored.clear();
  setItem.mockClear();
});

const decision = (seq: number): DecidedHere => ({
  conversationId: '1',
  seqs: [seq],
  decision: 'suppressed',
  reason: 'read',
  at: seq,
});

const storedSeqs = (): number[] =>
  (JSON.parse(stored.get(DECIDED_KEY) ?? '[]') as DecidedHere[]).flatMap(({ seqs }) => seqs);

describe('what was decided here', () => {
  it('is known at once, and stored once for all that is decided within a second', () => {
    for (let seq = 1; seq <= 50; seq += 1) keepDecided(decision(seq));
    expect(decidedOf('1', 50)).toEqual(decision(50));
    expect(setItem).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1_000);
    expect(setItem).toHaveBeenCalledTimes(1);
    expect(storedSeqs().slice(0, 3)).toEqual([50, 49, 48]);
    expect(decidedOf('1', 1)).toEqual(decision(1));
  });

  it('of more than 200 the oldest make room', () => {
    for (let seq = 1; seq <= 150; seq += 1) keepDecided(decision(seq));
    storeDecided();
    for (let seq = 151; seq <= 250; seq += 1) keepDecided(decision(seq));
    storeDecided();
    expect(storedSeqs()).toHaveLength(200);
    expect([decidedOf('1', 51), decidedOf('1', 50)]).toEqual([decision(51), null]);
  });

  it('is not stored once its person has signed out', () => {
    keepDecided(decision(1));
    dropDecided();
    vi.advanceTimersByTime(5_000);
    expect(setItem).not.toHaveBeenCalled();
    expect(decidedOf('1', 1)).toBeNull();
  });
});
