import { LIMITS } from '@parley/contract';
import { beforeEach, describe, expect, test } from 'vitest';
import { Scene, type SceneDevice } from './scene.js';

let scene: Scene;
let bo: SceneDevice;

beforeEach(() => {
  scene = new Scene();
  bo = scene.device(scene.user('Bo'), 'device_bo__');
});

describe('a connection', () => {
  test('that dies without a word is made anew when three heartbeats were not answered, one soon after the other', async () => {
    const b = await scene.open(bo);
    await scene.clock.advance(LIMITS.heartbeatMs * 1.2);
    b.transport.silent = true;
    const before = b.transport.count('heartbeat');
    // To the next one, and three times ten seconds with two pauses of five.
    await scene.clock.advance(LIMITS.heartbeatMs * 1.1 + 41_000);
    expect(b.client.connection.getSnapshot().state).not.toBe('online');
    expect(b.transport.count('heartbeat') - before).toBe(3);
  });

  test('is kept while answers come, however late', async () => {
    const b = await scene.open(bo);
    b.transport.arrive = (answer) => void scene.clock.setTimeout(answer, 15_000);
    const before = b.transport.count('heartbeat');
    await scene.clock.advance(LIMITS.heartbeatMs * 10);
    expect(b.client.connection.getSnapshot().state).toBe('online');
    expect(b.transport.count('heartbeat') - before).toBeGreaterThan(10);
  });
});
