import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { HealthServer } from './health.js';

let health: HealthServer;
let url: string;

beforeEach(async () => {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  health = new HealthServer();
  await health.listen(port);
  url = `http://127.0.0.1:${port}`;
});
afterEach(() => health.close());

const statusOf = async (path: string): Promise<number> => (await fetch(`${url}${path}`)).status;
const all = async (): Promise<number[]> => Promise.all(['/live', '/startup', '/ready'].map(statusOf));

it('is live from the first moment, started once all roles are, and ready until it stops', async () => {
  expect(await all()).toEqual([200, 503, 503]);
  health.started();
  expect(await all()).toEqual([200, 200, 200]);
  health.stop();
  expect(await all()).toEqual([200, 200, 503]);
});

it('names the part at fault while it is not ready, and is ready again with it', async () => {
  let away = true;
  health.register('shards', () => (away ? Promise.reject(new Error('no shard answers')) : Promise.resolve({ up: 2 })));
  health.started();
  const answer = await fetch(`${url}/ready`);
  expect(answer.status).toBe(503);
  expect(await answer.json()).toMatchObject({
    ready: false,
    parts: { shards: { ok: false, error: 'no shard answers' } },
  });
  expect(await statusOf('/startup')).toBe(200);
  away = false;
  expect(await statusOf('/ready')).toBe(200);
});

it('says what there is to ask for', async () => {
  const answer = await fetch(`${url}/helth`);
  expect(answer.status).toBe(404);
  expect(await answer.json()).toEqual({ error: 'there is /live, /startup, /ready and /metrics' });
});
