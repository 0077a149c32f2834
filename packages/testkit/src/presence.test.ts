import { LIMITS } from '@parley/contract';
import { AWAY_AFTER_MS } from '@parley/core';
import { beforeEach, describe, expect, test } from 'vitest';
import { Scene, type SceneDevice } from './scene.js';

let scene: Scene;
let anna: SceneDevice;

beforeEach(() => {
  scene = new Scene();
  anna = scene.device(scene.user('Anna'), 'device_anna');
});

const beats = (): { network?: string | undefined; idleMs?: number | undefined; at: number }[] =>
  [...scene.server.connections.values()].flatMap((connection) => connection.beats);

describe('the heartbeat', () => {
  test('of a client that says nothing of itself keeps the interval of ready', async () => {
    await scene.open(anna);
    await scene.clock.advance(LIMITS.heartbeatMs * 5.5);
    expect(beats().length).toBe(5);
    expect(beats()[0]).toMatchObject({ network: undefined, idleMs: undefined });
  });

  test.each([
    ['wifi', 60_000],
    ['weak', 15_000],
  ] as const)('on %s comes every %i ms, from the first answer on', async (network, everyMs) => {
    const { client } = await scene.open(anna);
    client.ownPresence.on(network);
    await scene.clock.advance(3_000);
    expect(beats().map((beat) => beat.network)).toEqual([network]);
    await scene.clock.advance(everyMs * 4.6);
    const gaps = beats().map(({ at }, index) => at - (beats()[index - 1]?.at ?? at));
    expect(gaps).toHaveLength(5);
    for (const gap of gaps.slice(1)) expect(Math.abs(gap - everyMs)).toBeLessThan(everyMs * 0.11);
  });

  test('goes back to being often when the network is another one', async () => {
    const { client } = await scene.open(anna);
    client.ownPresence.on('wifi');
    await scene.clock.advance(10_000);
    client.ownPresence.on('weak');
    await scene.clock.advance(2_500);
    expect(beats().map((beat) => beat.network)).toEqual(['wifi', 'weak']);
    await scene.clock.advance(60_000);
    expect(beats().length).toBeGreaterThanOrEqual(5);
  });

  test('says at once that somebody is back at the device', async () => {
    const { client } = await scene.open(anna);
    client.ownPresence.used();
    await scene.clock.advance(AWAY_AFTER_MS + LIMITS.heartbeatMs * 1.2);
    expect(beats().at(-1)?.idleMs).toBeGreaterThanOrEqual(AWAY_AFTER_MS);
    client.ownPresence.used();
    await scene.clock.advance(2_500);
    expect(beats().at(-1)?.idleMs).toBeLessThan(2_500);
  });
});
