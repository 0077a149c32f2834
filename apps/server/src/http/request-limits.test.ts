import { expect, test, vi } from 'vitest';
import { ParleyError } from '@parley/contract';
import type { Config } from '../platform/config.js';
import { RequestLimits } from './request-limits.js';

test('what is too much is refused a second later, so that who floods is not answered as fast as they ask', async () => {
  vi.useFakeTimers();
  try {
    const limits = new RequestLimits({ limits: { requestsPerSecond: 1 } } as Config);
    for (let asked = 0; asked < 10; asked += 1) await limits.device('d_of_seven');
    let refused: unknown = null;
    limits.device('d_of_seven').catch((error: unknown) => (refused = error));
    await vi.advanceTimersByTimeAsync(999);
    expect(refused).toBe(null);
    await vi.advanceTimersByTimeAsync(1);
    expect(refused).toBeInstanceOf(ParleyError);
    expect(refused).toMatchObject({ code: 'RATE_LIMITED', details: { retryAfterMs: 9_000 } });
    await limits.device('d_of_eight');
    await limits.address('127.0.0.1');
    await vi.advanceTimersByTimeAsync(9_000);
    await limits.device('d_of_seven');
  } finally {
    vi.useRealTimers();
  }
});
