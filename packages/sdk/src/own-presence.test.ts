import type { OwnStatus, StatusChange } from '@parley/contract';
import { AWAY_AFTER_MS, DEFAULT_STATUS, planStatus } from '@parley/core';
import { describe, expect, test } from 'vitest';
import { OwnPresence } from './own-presence.js';
import type { RestClient } from './rest.js';

/** A server that keeps the status, a clock that is set by hand, and the beats that were wanted. */
function someDevice() {
  let own: OwnStatus = DEFAULT_STATUS;
  const seen = { now: 1_000_000, beats: 0, asked: [] as string[] };
  const call = (name: string, { body }: { body?: StatusChange }): Promise<unknown> => {
    seen.asked.push(name);
    if (body !== undefined) own = planStatus(own, body, { now: seen.now, version: own.version + 1 });
    return Promise.resolve(own);
  };
  const presence = new OwnPresence({
    rest: { call } as unknown as RestClient,
    clock: { now: () => seen.now, setTimeout: () => () => undefined },
    beat: () => (seen.beats += 1),
  });
  return { seen, presence };
}

async function settled(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
}

describe('what I set about how others see me', () => {
  test('is asked for once somebody looks, and the highest version counts', async () => {
    const { seen, presence } = someDevice();
    presence.ready(true);
    expect(seen.asked).toEqual([]);
    presence.subscribe(() => undefined);
    await settled();
    expect(presence.getSnapshot()).toMatchObject({ status: 'ready', own: DEFAULT_STATUS });
    await presence.set({ away: { until: null } });
    expect(presence.getSnapshot().own).toMatchObject({ version: 1, away: { until: null } });
    presence.apply({ ...DEFAULT_STATUS, version: 0 });
    expect(presence.getSnapshot().own?.away).toEqual({ until: null });
    presence.clear();
    expect(presence.getSnapshot().own).toBeNull();
  });
});

test('what I set is as the server says after the inbox began anew, however low its version', async () => {
  const { presence } = someDevice();
  presence.subscribe(() => undefined);
  presence.apply({ ...DEFAULT_STATUS, version: 7, away: { until: null } });
  presence.replaced();
  await settled();
  expect(presence.getSnapshot().own).toEqual(DEFAULT_STATUS);
});

describe('what this device says of itself', () => {
  test('is nothing until the app tells, so that it is never away', () => {
    const { presence, seen } = someDevice();
    presence.ready(true);
    expect([presence.said(), seen.beats]).toEqual([{}, 0]);
  });

  test('is how long it was not used, and is said at once when somebody comes back', () => {
    const { presence, seen } = someDevice();
    presence.ready(true);
    presence.used();
    seen.now += AWAY_AFTER_MS - 1;
    expect(presence.said()).toEqual({ idleMs: AWAY_AFTER_MS - 1 });
    presence.used();
    expect(seen.beats).toBe(0);
    seen.now += AWAY_AFTER_MS;
    presence.used();
    expect(seen.beats).toBe(1);
    expect(presence.said()).toEqual({ idleMs: 0 });
    // The clock was set back: nobody was idle for less than no time.
    seen.now -= 5_000;
    expect(presence.said()).toEqual({ idleMs: 0 });
  });

  test('is the network, said at once when it is another one, and to each new connection', () => {
    const { presence, seen } = someDevice();
    presence.on('wifi');
    presence.on('wifi');
    expect(seen.beats).toBe(1);
    presence.on('weak');
    presence.ready(true);
    expect(seen.beats).toBe(3);
    expect(presence.said()).toEqual({ network: 'weak' });
  });

  test('is nothing to a server of before, which takes no more than it knows', () => {
    const { presence, seen } = someDevice();
    presence.on('wifi');
    presence.used();
    seen.beats = 0;
    presence.ready(false);
    expect([presence.said(), seen.beats]).toEqual([{}, 0]);
  });
});
