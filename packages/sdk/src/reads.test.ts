import { expect, test } from 'vitest';
import type { Persistence } from './persistence.js';
import type { Places } from './places.js';
import { Reads } from './reads.js';

test('what was read is told at once, and what is read on not more than once a second', async () => {
  const told: [at: number, upTo: number][] = [];
  const timers: { at: number; run: () => void }[] = [];
  let now = 0;
  const tell = (upTo: number): Promise<void> => Promise.resolve(void told.push([now, upTo]));
  const reads = new Reads({
    places: { reads: () => ({ show: () => true, tell }) } as unknown as Places,
    connection: { online: true },
    persistence: { write: () => undefined } as unknown as Persistence,
    clock: { now: () => now, setTimeout: (run, ms) => (timers.push({ at: now + ms, run }), () => undefined) },
    random: { number: () => 0, id: () => 'x' },
  });
  const until = async (end: number): Promise<void> => {
    for (;;) {
      const next = timers.toSorted((a, b) => a.at - b.at)[0];
      if (next === undefined || next.at > end) break;
      now = next.at;
      timers.splice(timers.indexOf(next), 1);
      next.run();
      for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
    }
    now = end;
  };
  reads.report('1', 5);
  await until(300);
  expect(told).toEqual([[100, 5]]);
  for (let seq = 6; seq <= 20; seq += 1) {
    reads.report('1', seq);
    await until(now + 100);
  }
  await until(5_000);
  expect(told.map(([, upTo]) => upTo).at(-1)).toBe(20);
  const gaps = told.slice(1).map(([at], index) => at - (told[index]?.[0] ?? 0));
  expect(gaps.every((gap) => gap >= 1_000)).toBe(true);
  expect(told.length).toBeLessThanOrEqual(4);
});
