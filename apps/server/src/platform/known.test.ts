import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Known } from './known.js';

beforeEach(() => vi.useFakeTimers({ toFake: ['performance'], now: 10_000 }));
afterEach(() => vi.useRealTimers());

type Load = (ids: string[]) => Promise<Map<string, string>>;
const upper: Load = (ids) => Promise.resolve(new Map(ids.map((id) => [id, id.toUpperCase()])));

it('loads what is not known together, and again when it is old', async () => {
  const load = vi.fn(upper);
  const known = new Known(load, { freshMs: 1_000, max: 10 });
  expect([...(await known.of(['a', 'b', 'a']))]).toEqual([
    ['a', 'A'],
    ['b', 'B'],
  ]);
  vi.advanceTimersByTime(500);
  await known.of(['b', 'c']);
  vi.advanceTimersByTime(600);
  await known.of(['a', 'c']);
  expect(load.mock.calls).toEqual([[['a', 'b']], [['c']], [['a']]]);
});

it('while it cannot be loaded what was known counts, and the rest is missing', async () => {
  const load = vi.fn(upper);
  const known = new Known(load, { freshMs: 1_000, max: 10 });
  await known.of(['a']);
  vi.advanceTimersByTime(2_000);
  load.mockRejectedValue(new Error('away'));
  expect([...(await known.of(['a', 'b']))]).toEqual([['a', 'A']]);
  // A part of it can be loaded.
  load.mockResolvedValue(new Map([['b', 'B']]));
  expect([...(await known.of(['a', 'b']))]).toEqual([
    ['a', 'A'],
    ['b', 'B'],
  ]);
});

it('what was being read while it changed is not kept', async () => {
  let answer: (found: Map<string, string>) => void = () => undefined;
  const load = vi.fn(() => new Promise<Map<string, string>>((resolve) => (answer = resolve)));
  const known = new Known(load, { freshMs: 1_000, max: 10 });
  const old = known.of(['a']);
  known.forget('a');
  answer(new Map([['a', 'old']]));
  expect((await old).get('a')).toBe('old');
  const fresh = known.of(['a']);
  answer(new Map([['a', 'new']]));
  expect((await fresh).get('a')).toBe('new');
});

it('keeps no more than it may', async () => {
  const load = vi.fn(upper);
  const known = new Known(load, { freshMs: 1_000, max: 2 });
  await known.of(['a', 'b', 'c']);
  await known.of(['b', 'c']);
  expect(load).toHaveBeenCalledTimes(1);
  await known.of(['a']);
  expect(load).toHaveBeenCalledTimes(2);
});
