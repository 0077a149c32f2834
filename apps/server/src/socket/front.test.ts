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

function frontOf(logicUrl: string, webUrl: string | null = null): Promise<string> {
  const parts = { localApi: null, logicUrls: [logicUrl], webUrl, clientAddress: () => '127.0.0.1' };
  return listen(new Front(parts, new Logger('silent')).handle);
}

const ask = async (url: string, method: string): Promise<unknown> => {
  const answer = await fetch(`${url}/api/v1/anything`, { method });
  const { code } = (await answer.json()) as { code: string };
  return [answer.status, code];
};

test('a read that meets a connection which is just being closed goes again over a new one, a change does not', async () => {
  const onThis = new WeakMap<object, number>();
  const logic = await listen((req, res) => {
    const before = onThis.get(req.socket) ?? 0;
    onThis.set(req.socket, before + 1);
    if (before > 0) req.socket.destroy();
    else res.end('{"code":"taken"}');
  });
  const front = await frontOf(logic);
  expect(await ask(front, 'GET')).toEqual([200, 'taken']);
  expect(await ask(front, 'GET')).toEqual([200, 'taken']);
  expect(await ask(front, 'POST')).toEqual([200, 'taken']);
  expect(await ask(front, 'POST')).toEqual([503, 'UNCERTAIN']);
});

test('who asks for a page while the web app is away gets a page, in their language; a script gets an error as any other', async () => {
  const front = await frontOf('http://127.0.0.1:1', 'http://127.0.0.1:1');
  const page = async (language: string): Promise<string> => {
    const answer = await fetch(`${front}/c/1`, { headers: { accept: 'text/html,*/*', 'accept-language': language } });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([503, 'text/html; charset=utf-8']);
    expect(answer.headers.get('retry-after')).toBe('3');
    return answer.text();
  };
  expect(await page('de, en;q=0.5')).toContain('Parley is starting');
  expect(await page('zh-CN, en;q=0.5')).toContain('Parley 正在启动');
  const script = await fetch(`${front}/_next/a.js`);
  expect(await script.json()).toMatchObject({ code: 'UNAVAILABLE', details: { part: 'web' } });
});

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

/** A request with a body of that many bytes, of which only the first is sent; `rest` sends the others. */
function slowPost(url: string, length: number): { rest: () => void; answered: Promise<string> } {
  const request = http.request(`${url}/api/v1/anything`, { method: 'POST', headers: { 'content-length': length } });
  const answered = new Promise<string>((resolve, reject) => {
    request.on('error', reject);
    request.on('response', (answer) => {
      let text = `${answer.statusCode} `;
      answer.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      answer.on('end', () => resolve(text));
    });
  });
  // Those that never end are cut with their server.
  answered.catch(() => undefined);
  request.write('x');
  return { rest: () => void request.end('x'.repeat(length - 1)), answered };
}

test('a body goes to logic when all of it is here: one that comes slowly keeps nobody from logic', async () => {
  let asked = 0;
  const logic = await listen((req, res) => {
    asked += 1;
    let bytes = 0;
    req.on('data', (chunk: Buffer) => (bytes += chunk.length));
    req.on('end', () => res.end(`${req.headers['content-length']} ${bytes}`));
  });
  const front = await frontOf(logic);
  const slow = Array.from({ length: 300 }, () => slowPost(front, 1_000));
  const answer = await fetch(`${front}/api/v1/anything`, { method: 'POST', body: 'y'.repeat(10) });
  expect(await answer.text()).toBe('10 10');
  expect(asked).toBe(1);
  slow[0]?.rest();
  expect(await slow[0]?.answered).toBe('200 1000 1000');
});

test('a body without a length is refused as soon as it is too long', async () => {
  const logic = await listen((_req, res) => res.end('{}'));
  const front = await frontOf(logic);
  const body = new ReadableStream({
    start: (controller) => {
      for (let count = 0; count < 5; count += 1) controller.enqueue(new Uint8Array(100_000));
      controller.close();
    },
  });
  const answer = await fetch(`${front}/api/v1/anything`, { method: 'POST', body, duplex: 'half' });
  expect([answer.status, await answer.json()]).toMatchObject([413, { code: 'FRAME_TOO_LARGE' }]);
});
