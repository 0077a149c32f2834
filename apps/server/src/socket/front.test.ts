import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { Logger } from '../platform/logger.js';
import { Front } from './front.js';

const servers: http.Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections();
});

async function listen(handle: http.RequestListener): Promise<string> {
  const server = http.createServer(handle);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function frontOf(logicUrl: string): Promise<string> {
  const parts = { localApi: null, logicUrls: [logicUrl], webUrl: null, clientAddress: () => '127.0.0.1' };
  return listen(new Front(parts, new Logger('silent')).handle);
}

const ask = async (url: string, method: string): Promise<unknown> => {
  const answer = await fetch(`${url}/api/v1/anything`, { method });
  const { code } = (await answer.json()) as { code: string };
  return [answer.status, code];
};

const FRESH = /^00-[\da-f]{32}-[\da-f]{16}-00$/;

test('a change whose answer got lost may have happened; a read has not, nor what was never taken', async () => {
  const dies = await listen((req) => void req.socket.destroy());
  const front = await frontOf(dies);
  expect(await ask(front, 'POST')).toEqual([503, 'UNCERTAIN']);
  expect(await ask(front, 'GET')).toEqual([503, 'UNAVAILABLE']);
  const nobody = await frontOf('http://127.0.0.1:1');
  expect(await ask(nobody, 'POST')).toEqual([503, 'UNAVAILABLE']);
});

test('every request goes on with a trace, its own if it has one, and what goes wrong on the way names it', async () => {
  const seen: (string | undefined)[] = [];
  const logic = await listen((req, res) => {
    seen.push(req.headers['traceparent'] as string | undefined);
    res.end('{}');
  });
  const front = await frontOf(logic);
  const mine = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
  for (const traceparent of [undefined, mine, 'nonsense']) {
    await fetch(`${front}/api/v1/anything`, { headers: traceparent === undefined ? {} : { traceparent } });
  }
  expect(seen).toEqual([expect.stringMatching(FRESH), mine, expect.stringMatching(FRESH)]);
  const nobody = await frontOf('http://127.0.0.1:1');
  const answer = await fetch(`${nobody}/api/v1/anything`, { headers: { traceparent: mine } });
  expect(await answer.json()).toMatchObject({
    code: 'UNAVAILABLE',
    details: { part: 'logic', traceId: '4bf92f3577b34da6a3ce929d0e0e4736' },
  });
});
