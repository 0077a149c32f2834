import type { Redis } from 'ioredis';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { DeviceRoutes } from './device-routes.js';

beforeEach(() => vi.useFakeTimers({ toFake: ['performance'], now: 10_000 }));
afterEach(() => vi.useRealTimers());

/** Gateways that all live; what is asked of them is answered when the test says so. */
function slowRedis(): { redis: Redis; answer: () => void } {
  const asked: (() => void)[] = [];
  const mget = (keys: string[]): Promise<string[]> =>
    new Promise((resolve) => {
      asked.push(() => resolve(keys.map(() => '1')));
    });
  return { redis: { mget } as unknown as Redis, answer: () => asked.shift()?.() };
}

it('a gateway that lives is not forgotten when another look begins anew while Redis is asked', async () => {
  const { redis, answer } = slowRedis();
  const routes = new DeviceRoutes(redis);
  const first = routes.liveAmong(['a']);
  answer();
  expect([...(await first)]).toEqual(['a']);

  vi.advanceTimersByTime(900);
  const both = routes.liveAmong(['a', 'b']);
  vi.advanceTimersByTime(200);
  const anew = routes.liveAmong(['c']);
  answer();
  answer();
  expect([...(await both)]).toEqual(['a', 'b']);
  expect([...(await anew)]).toEqual(['c']);
});
