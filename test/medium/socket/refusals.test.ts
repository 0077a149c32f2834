import { connect } from 'node:net';
import { LIMITS } from '@parley/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Session } from '../../support/device.js';
import { SHAPES } from '../../support/server.js';
import { openRealm, type Realm } from '../support/realm.js';

/** The bytes of a request as they are written here, and what came back until the server hung up. */
async function raw(url: string, request: string): Promise<{ status: number; head: string; body: string }> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  const parts: Buffer[] = [];
  await new Promise<void>((resolve, reject) => {
    socket.on('data', (part: Buffer) => parts.push(part));
    socket.on('close', () => resolve());
    socket.on('error', reject);
    socket.write(request);
  });
  const text = Buffer.concat(parts).toString();
  const end = text.indexOf('\r\n\r\n');
  return { status: Number(text.slice(9, 12)), head: text.slice(0, end), body: text.slice(end + 4) };
}

describe.each(SHAPES)('what the frameworks refuse (%s)', (shape) => {
  let realm: Realm;
  let lin: Session;
  beforeAll(async () => {
    realm = await openRealm(shape);
    [lin] = realm.pair();
  });
  afterAll(() => realm.close());

  it('is said in our words', async () => {
    const headers = (more = ''): string =>
      `Host: parley\r\nConnection: close\r\nAuthorization: Bearer ${lin.token}\r\n${more}`;
    const line = (what: string, more = ''): string => `${what} HTTP/1.1\r\n${headers(more)}\r\n`;
    const post = (type: string, body: string): string =>
      line('POST /api/v1/batch/sync', `Content-Type: ${type}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n`) + body;
    const chunk = 'x'.repeat(LIMITS.frameBytes + 1);
    const cases: [string, string, number, string][] = [
      ['a path that is no UTF-8', line('GET /api/v1/conversations/%ff'), 400, 'BAD_REQUEST'],
      ['half an escape', line('GET /api/v1/users/%zz'), 400, 'BAD_REQUEST'],
      ['half an escape where nothing is', line('GET /api/v1/nowhere/%'), 400, 'BAD_REQUEST'],
      ['a parameter that is too long', line(`GET /api/v1/conversations/${'1'.repeat(1000)}`), 400, 'BAD_REQUEST'],
      ['no such address', line('GET /api/v1/nowhere'), 404, 'NOT_FOUND'],
      ['the API itself', line('GET /api/v1'), 404, 'NOT_FOUND'],
      ['a slash too many', line('GET /api/v1//me'), 404, 'NOT_FOUND'],
      ['another method', line('PUT /api/v1/me', 'Content-Length: 0\r\n'), 404, 'NOT_FOUND'],
      ['OPTIONS', line('OPTIONS /api/v1/me'), 404, 'NOT_FOUND'],
      ['TRACE', line('TRACE /api/v1/me'), 404, 'NOT_FOUND'],
      ['PROPFIND', line('PROPFIND /api/v1/me'), 404, 'NOT_FOUND'],
      ['a body that is no JSON', post('application/json', '{bad'), 400, 'BAD_REQUEST'],
      ['no body', post('application/json', ''), 400, 'BAD_REQUEST'],
      ['a form', post('application/x-www-form-urlencoded', 'a=1'), 400, 'BAD_REQUEST'],
      ['a media type that is none', post('((', '{}'), 400, 'BAD_REQUEST'],
      ['a body over the limit', post('application/json', chunk), 413, 'FRAME_TOO_LARGE'],
      [
        'one in chunks over the limit',
        line('POST /api/v1/batch/sync', 'Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n') +
          `${chunk.length.toString(16)}\r\n${chunk}\r\n0\r\n\r\n`,
        413,
        'FRAME_TOO_LARGE',
      ],
      ['headers over the limit', line('GET /api/v1/me', `X: ${'x'.repeat(20_000)}\r\n`), 400, 'BAD_REQUEST'],
      ['an address over the limit', line(`GET /api/v1/users?query=${'x'.repeat(20_000)}`), 400, 'BAD_REQUEST'],
      ['a header that is none', line('GET /api/v1/me', 'no colon\r\n'), 400, 'BAD_REQUEST'],
      ['a method that is none', line('NONSENSE /api/v1/me'), 400, 'BAD_REQUEST'],
      ['two lengths', line('POST /api/v1/me', 'Content-Length: 1\r\nContent-Length: 2\r\n'), 400, 'BAD_REQUEST'],
      ['no host', 'GET /api/v1/me HTTP/1.1\r\nConnection: close\r\n\r\n', 400, 'BAD_REQUEST'],
      ['an expectation', line('GET /api/v1/me', 'Expect: the moon\r\n'), 400, 'BAD_REQUEST'],
      ['no HTTP at all', 'hello\r\n\r\n', 400, 'BAD_REQUEST'],
    ];
    for (const [name, request, status, code] of cases) {
      const answer = await raw(realm.url, request);
      expect([name, answer.status, answer.body]).toEqual([name, status, expect.stringContaining(`"code":"${code}"`)]);
      expect([name, answer.head]).toEqual([name, expect.stringMatching(/content-type: application\/json/i)]);
      expect([name, answer.body]).toEqual([name, expect.not.stringMatching(/FST_|statusCode|stack/)]);
    }
  });
});
