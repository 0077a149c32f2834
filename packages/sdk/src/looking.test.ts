import { LIMITS, type Presence } from '@parley/contract';
import { PRESENCE_POLL_MS } from '@parley/core';
import { beforeEach, describe, expect, test } from 'vitest';
import { Looking } from './looking.js';

type Timer = { at: number; run: () => void };

let now: number;
let timers: Timer[];
let online: boolean;
let asked: { userIds: string[]; look?: boolean }[];
let told: Presence[];
let looking: Looking;

beforeEach(() => {
  now = 0;
  timers = [];
  online = true;
  asked = [];
  told = [];
  const request = (_event: string, payload: { userIds: string[]; look?: boolean }): Promise<unknown> => {
    asked.push(payload);
    return Promise.resolve({
      presence: payload.userIds.map((userId) => ({ userId, online: true, lastSeenAt: null })),
    });
  };
  looking = new Looking({
    connection: {
      get online() {
        return online;
      },
      request: request as never,
    },
    clock: {
      now: () => now,
      setTimeout: (run, ms) => {
        const timer = { at: now + ms, run };
        timers.push(timer);
        return () => void (timers = timers.filter((one) => one !== timer));
      },
    },
    warn: () => undefined,
    told: (presence) => told.push(...presence),
  });
});

async function pass(ms: number): Promise<void> {
  const until = now + ms;
  for (;;) {
    const next = timers.toSorted((one, other) => one.at - other.at).find(({ at }) => at <= until);
    if (next === undefined) break;
    now = next.at;
    timers = timers.filter((one) => one !== next);
    next.run();
    for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
  }
  now = until;
}

describe('whom I have on the screen', () => {
  test('is asked about together, once, and again every half minute', async () => {
    looking.ready(true);
    looking.look(['1', '2']);
    looking.look(['2', '3']);
    await pass(300);
    expect(asked).toEqual([{ userIds: ['1', '2', '3'], look: true }]);
    expect(told.map(({ userId }) => userId)).toEqual(['1', '2', '3']);
    await pass(PRESENCE_POLL_MS * 2);
    expect(asked).toHaveLength(3);
  });

  test('is asked about no more when it is gone from there', async () => {
    const gone = looking.look(['1']);
    const stays = looking.look(['2']);
    await pass(300);
    gone();
    await pass(PRESENCE_POLL_MS);
    expect(asked.at(-1)?.userIds).toEqual(['2']);
    stays();
    await pass(PRESENCE_POLL_MS * 5);
    expect(asked).toHaveLength(2);
    expect(timers).toEqual([]);
  });

  test('is asked about with the next connection when there is none', async () => {
    online = false;
    looking.look(['1']);
    await pass(PRESENCE_POLL_MS * 3);
    expect(asked).toEqual([]);
    online = true;
    looking.ready(false);
    await pass(10);
    expect(asked).toEqual([{ userIds: ['1'] }]);
    expect(asked).toHaveLength(1);
    looking.down();
    await pass(PRESENCE_POLL_MS * 3);
    expect(asked).toHaveLength(1);
  });

  test('no call asks about more than the server answers', async () => {
    looking.look(Array.from({ length: LIMITS.presenceIds + 1 }, (_, index) => String(index)));
    await pass(300);
    expect(asked.map(({ userIds }) => userIds.length)).toEqual([LIMITS.presenceIds, 1]);
  });
});
