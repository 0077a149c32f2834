import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { InFlight } from './in-flight.js';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const limited = (retryAfterMs: number): unknown =>
  expect.objectContaining({ code: 'RATE_LIMITED', details: { retryAfterMs } });

test('a device has so many questions under way, another as many, and one that failed is over', async () => {
  const inFlight = new InFlight({ atOnce: 2 });
  const ends: (() => void)[] = [];
  const ask = (device: string): Promise<void> =>
    inFlight.run(device, () => new Promise((resolve) => ends.push(resolve)));
  const first = [ask('a'), ask('a')];
  await expect(ask('a')).rejects.toEqual(limited(500));
  const other = ask('b');
  ends.splice(0).forEach((end) => end());
  await Promise.all([...first, other]);
  await expect(inFlight.run('a', () => Promise.reject(new Error('away')))).rejects.toThrow('away');
  const again = [ask('a'), ask('a')];
  ends.splice(0).forEach((end) => end());
  await Promise.all(again);
});

test('and begins so many within ten seconds', async () => {
  const inFlight = new InFlight({ atOnce: 1, inTenSeconds: 3 });
  const ask = (device: string): Promise<number> => inFlight.run(device, () => Promise.resolve(1));
  for (let turn = 0; turn < 3; turn += 1) expect(await ask('a')).toBe(1);
  await vi.advanceTimersByTimeAsync(4_000);
  await expect(ask('a')).rejects.toEqual(limited(6_000));
  expect(await ask('b')).toBe(1);
  await vi.advanceTimersByTimeAsync(6_000);
  expect(await ask('a')).toBe(1);
});
