import { createECDH, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { EndpointGuard } from './endpoint-guard.js';
import { WebPush } from './web-push.js';

/** Whatever a machine inside would hear. */
const heard: string[] = [];
const inside = createServer((request, response) => {
  heard.push(`${request.method} ${request.headers.host}${request.url}`);
  response.writeHead(201).end();
});
beforeAll(() => new Promise<void>((resolve) => void inside.listen(0, '127.0.0.1', resolve)));
afterAll(() => {
  inside.closeAllConnections();
  inside.close();
});

const HERE = [{ address: '127.0.0.1', family: 4 }];
const PUBLIC = [{ address: '93.184.216.34', family: 4 }];

function pusher(guard: EndpointGuard): WebPush {
  return new WebPush({ guard, authorize: () => Promise.resolve('vapid t=a, k=b'), now: () => 0 });
}

function send(push: WebPush, endpoint: string) {
  const keys = {
    p256dh: createECDH('prime256v1').generateKeys('base64url'),
    auth: randomBytes(16).toString('base64url'),
  };
  return push.send({ endpoint, ...keys }, { payload: Buffer.from('{}'), topic: 'x', ttlS: 60 });
}

describe('a push over a real connection', () => {
  it('goes to the address that was looked at, by the name that was given', async () => {
    const { port } = inside.address() as AddressInfo;
    const host = `relay.internal:${port}`;
    const push = pusher(new EndpointGuard([host], () => Promise.resolve(HERE)));
    expect(await send(push, `http://${host}/x`)).toEqual({ outcome: 'delivered' });
    expect(heard).toEqual([`POST ${host}/x`]);
    push.close();
  });

  it('has room for other services while one hangs, and for that one again when it answers', async () => {
    heard.length = 0;
    const held: (() => void)[] = [];
    const hanging = createServer((_request, response) => held.push(() => response.writeHead(201).end()));
    await new Promise<void>((resolve) => void hanging.listen(0, '127.0.0.1', resolve));
    const [slow, quick] = [hanging, inside].map((server) => `127.0.0.1:${(server.address() as AddressInfo).port}`);
    const push = pusher(new EndpointGuard([slow ?? '', quick ?? ''], () => Promise.resolve(HERE)));
    const waiting = Array.from({ length: 16 }, () => send(push, `http://${slow}/x`));
    expect(await send(push, `http://${slow}/x`)).toMatchObject({ outcome: 'retry', afterMs: 500 });
    expect(await send(push, `http://${quick}/x`)).toEqual({ outcome: 'delivered' });
    await vi.waitFor(() => expect(held).toHaveLength(16));
    for (const answer of held.splice(0)) answer();
    expect(new Set((await Promise.all(waiting)).map(({ outcome }) => outcome))).toEqual(new Set(['delivered']));
    const next = send(push, `http://${slow}/x`);
    await vi.waitFor(() => expect(held).toHaveLength(1));
    held[0]?.();
    expect(await next).toEqual({ outcome: 'delivered' });
    push.close();
    hanging.close();
  });

  it('goes nowhere when the name leads inside by then, nor anywhere near it', async () => {
    heard.length = 0;
    const answers = [PUBLIC, HERE, [...PUBLIC, ...HERE]];
    const looked: string[] = [];
    const guard = new EndpointGuard([], (host) => {
      looked.push(host);
      return Promise.resolve(answers.shift() ?? HERE);
    });
    const push = pusher(guard);
    await guard.check('https://turning.example/x');
    for (const _ of ['turned', 'half turned', 'turned again']) {
      expect(await send(push, 'https://turning.example/x')).toEqual({
        outcome: 'failed',
        why: 'it is no public address',
      });
    }
    // Each try looked for itself, and none went on.
    expect(looked).toHaveLength(4);
    expect(heard).toEqual([]);
    push.close();
  });
});
