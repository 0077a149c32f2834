import { type Device, ParleyError } from '@parley/contract';
import { expect, test } from 'vitest';
import { DeviceList } from './device-list.js';
import type { RestClient } from './rest.js';

const device = (deviceId: string, name: string, current = false): Device => ({
  ...{ deviceId, name, current, platform: 'web', kind: 'browser', address: null, createdAt: 0, lastSeenAt: null },
});

/** A server with two devices of mine. */
function someDevices() {
  let devices = [device('d1', 'Here', true), device('d2', 'There')];
  let isAway = false;
  const timers: (() => void)[] = [];
  const answers = {
    devices: () => ({ devices }),
    renameDevice: ({ params, body }: { params: { deviceId: string }; body: { name: string } }) => {
      devices = devices.map((one) => (one.deviceId === params.deviceId ? { ...one, name: body.name } : one));
      return devices.find(({ deviceId }) => deviceId === params.deviceId);
    },
    revokeOtherDevices: () => {
      const signedOut = devices.length - 1;
      devices = devices.slice(0, 1);
      return { signedOut };
    },
  };
  const call = async (name: keyof typeof answers, input: never): Promise<unknown> => {
    if (isAway) throw new ParleyError('UNAVAILABLE');
    return answers[name](input);
  };
  const clock = { now: () => 0, setTimeout: (run: () => void) => (timers.push(run), () => timers.splice(0)) };
  const list = new DeviceList({ call } as unknown as RestClient, clock);
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
  };
  return { list, timers, settle, away: (is: boolean) => (isAway = is) };
}

test('is asked for while somebody looks, again and again, and keeps what it had when it can’t be', async () => {
  const { list, timers, settle, away } = someDevices();
  list.ready();
  await settle();
  expect(list.getSnapshot()).toEqual({ status: 'loading', devices: [], error: null });
  const stop = list.subscribe(() => undefined);
  await settle();
  expect(list.getSnapshot().devices.map(({ name }) => name)).toEqual(['Here', 'There']);
  away(true);
  timers.shift()?.();
  await settle();
  expect(list.getSnapshot()).toMatchObject({ status: 'ready', devices: [{}, {}], error: { code: 'UNAVAILABLE' } });
  expect(timers).toHaveLength(1);
  stop();
  expect(timers).toEqual([]);
});

test('shows what was done at once', async () => {
  const { list, settle } = someDevices();
  list.subscribe(() => undefined);
  await settle();
  await list.rename('d2', 'Phone');
  expect(list.getSnapshot().devices.map(({ name }) => name)).toEqual(['Here', 'Phone']);
  expect(await list.signOutOthers()).toBe(1);
  expect(list.getSnapshot().devices.map(({ name }) => name)).toEqual(['Here']);
  list.clear();
  expect(list.getSnapshot().devices).toEqual([]);
});
