import { expect, test } from 'vitest';
import { Cache, type CacheListener } from './cache.js';
import { Persistence } from './persistence.js';
import { memoryStorage } from './platform/memory-storage.js';

const clock = { now: () => 0, setTimeout: () => () => undefined };
const nobody = new Proxy({}, { get: () => () => undefined }) as CacheListener;

test('what was asked for before the cache began anew is asked for again', async () => {
  const persistence = new Persistence({ storage: memoryStorage(), clock, warn: () => undefined });
  const cache = new Cache({ persistence, myId: () => '1', listener: nobody });
  let asked = 0;
  const answer = await cache.current(async () => {
    asked += 1;
    // While the first answer is on its way, the server says that the device begins anew.
    if (asked === 1) cache.replaceWith([], 7, false);
    return asked;
  });
  expect([answer, asked]).toEqual([2, 2]);
  expect(await cache.current(() => Promise.resolve('as it is'))).toBe('as it is');
});
