import { type MessageSent, ParleyError } from '@parley/contract';
import { expect, test } from 'vitest';
import { PendingSends } from './pending-sends.js';
import { Persistence } from './persistence.js';
import { memoryStorage } from './platform/memory-storage.js';
import type { ClockPort } from './ports.js';

const SENT: MessageSent = { messageId: '1', seq: 1, rev: 1, ord: 1, sentAt: 1 };

/** A queue whose first send is told to come back after 2 ms; resolves with the number of sends that it takes. */
async function sendsUntilAcked(clock: ClockPort): Promise<number> {
  let asked = 0;
  const persistence = new Persistence({ storage: memoryStorage(), clock, warn: () => undefined });
  return new Promise((resolve) => {
    const request = (): Promise<never> => {
      asked += 1;
      const again = new ParleyError('BUSY', { retryAfterMs: 2 });
      return asked === 1 ? Promise.reject(again) : (Promise.resolve({ ...SENT }) as Promise<never>);
    };
    const sends = new PendingSends({
      connection: { online: true, request },
      persistence,
      clock,
      random: { number: () => 0, id: () => '0123456789abcdef' },
      cursors: { cursorAlong: () => ({}), cursorTold: () => undefined },
      listener: {
        acked: () => resolve(asked),
        changed: nothing,
        failed: nothing,
        leaving: nothing,
        discarded: nothing,
      },
    });
    sends.startDraining([sends.make('7', { type: 'text', text: 'hello' })]);
  });
}

const nothing = (): void => undefined;

const soon: ClockPort['setTimeout'] = (run) => {
  let cancelled = false;
  void Promise.resolve().then(() => cancelled || run());
  return () => {
    cancelled = true;
  };
};

test('a pause that ends between two looks at the clock still ends', async () => {
  let now = 0;
  const ticking: ClockPort = { now: () => (now += 1), setTimeout: soon };
  expect(await sendsUntilAcked(ticking)).toBe(2);
});

test('a clock that is set back during the pause does not make it longer', async () => {
  let looks = 0;
  const setBack: ClockPort = { now: () => ((looks += 1) < 6 ? 3_600_000 : 0), setTimeout: soon };
  expect(await sendsUntilAcked(setBack)).toBe(2);
});
