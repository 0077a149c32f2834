import { connect } from 'node:net';
import { PROTOCOL } from '@parley/contract';
import { createNodePorts } from '@parley/sdk';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ConnectOptions, rest, type Session, TestDevice } from '../../support/device.js';
import { RawSocket } from '../../support/raw-socket.js';
import { SHAPES } from '../../support/server.js';
import { TokenMaker } from '../../support/tokens.js';
import { until } from '../../support/wait.js';
import { openRealm, type Realm } from '../support/realm.js';

describe.each(SHAPES)('who may connect (%s)', (shape) => {
  let realm: Realm;
  let lin: Session;
  let wang: Session;
  beforeAll(async () => {
    realm = await openRealm(shape, { env: { PARLEY_ACCEPT_PER_SECOND: '20' } });
    [lin, wang] = realm.pair();
  });
  afterAll(() => realm.close());

  const refusal = async (
    session: Session,
    options: ConnectOptions = {},
  ): Promise<{ code: string; details?: Record<string, unknown> }> => {
    try {
      (await TestDevice.connect(realm.url, session, options)).close();
    } catch (error) {
      const { code, details } = error as { code: string; details: Record<string, unknown> };
      return { code, details };
    }
    return { code: 'OK' };
  };

  it('a device with its own token, and nobody else', async () => {
    const { tokens } = realm;
    const foreign = TokenMaker.foreign();
    const other = 'd_somebody_else';
    const [head = '', claims = '', signature = ''] = lin.token.split('.');
    const cases: [string, Session, string][] = [
      ['its own', lin, 'OK'],
      ['expired a second ago', { ...lin, token: tokens.make(lin, -1) }, 'TOKEN_EXPIRED'],
      ['good for longer than any that we give', { ...lin, token: tokens.make(lin, 900, 5_000) }, 'TOKEN_INVALID'],
      ['of another install', { ...lin, token: foreign.make(lin) }, 'TOKEN_INVALID'],
      ['signed by nobody', { ...lin, token: `${head}.${claims}.` }, 'TOKEN_INVALID'],
      [
        'with another signature',
        { ...lin, token: `${head}.${claims}.${signature.split('').toReversed().join('')}` },
        'TOKEN_INVALID',
      ],
      [
        'that names no algorithm',
        { ...lin, token: `${encode({ alg: 'none', typ: 'at+jwt' })}.${claims}.` },
        'TOKEN_INVALID',
      ],
      ['no token at all', { ...lin, token: 'nonsense' }, 'TOKEN_INVALID'],
      ['empty', { ...lin, token: '' }, 'TOKEN_MISSING'],
      [
        'of another device of the same person',
        { ...lin, token: tokens.make({ ...lin, deviceId: other }) },
        'DEVICE_MISMATCH',
      ],
      ['of another person', { ...lin, token: wang.token }, 'DEVICE_MISMATCH'],
      ['for a device id that is none', { ...lin, deviceId: '../../etc/passwd' }, 'BAD_REQUEST'],
    ];
    for (const [what, session, code] of cases) expect([what, (await refusal(session)).code]).toEqual([what, code]);
  });

  it('with a protocol that both know; otherwise it is told which', async () => {
    const supported = [PROTOCOL.min, PROTOCOL.max];
    for (const protocol of [
      [2, 9],
      [99, 99],
      [9, 1],
    ]) {
      expect(await refusal(lin, { auth: { protocol } })).toEqual({
        code: 'PROTOCOL_UNSUPPORTED',
        details: { supported },
      });
    }
    const device = await TestDevice.connect(realm.url, lin, { auth: { protocol: [1, 99] } });
    expect(device.ready).toMatchObject({ protocol: PROTOCOL.max, userId: lin.userId, deviceId: lin.deviceId });
    device.close();
    for (const protocol of [undefined, null, 1, [1], [0, 1], ['1', '1'], [1, 1, 1]]) {
      expect([protocol, (await refusal(lin, { auth: { protocol } })).code]).toEqual([protocol, 'BAD_REQUEST']);
    }
    expect((await refusal(lin, { auth: { admin: true } })).code).toBe('BAD_REQUEST');
  });

  it('a credential in the URL is none, on sockets and over REST', async () => {
    const query = `token=${lin.token}&access_token=${lin.token}&deviceId=${lin.deviceId}`;
    const raw = await RawSocket.open(realm.url, { query });
    raw.text('40');
    expect(await raw.untilText((text) => text.startsWith('44'))).toContain('TOKEN_MISSING');
    raw.destroy();
    const answer = await fetch(`${realm.url}/api/v1/me?${query}`);
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([401, 'TOKEN_MISSING']);
    expect((await rest(realm.url, lin, { path: `/me?${query}` })).status).toBeLessThan(500);
  });

  it('what connects and does not say who it is, or was refused, is closed', async () => {
    const silent = await RawSocket.open(realm.url);
    const refused = await RawSocket.open(realm.url);
    const elsewhere = await RawSocket.open(realm.url);
    refused.text(`40${JSON.stringify({ token: 'nonsense', deviceId: lin.deviceId, protocol: [1, 1] })}`);
    elsewhere.text(`40/admin,${JSON.stringify({ token: lin.token, deviceId: lin.deviceId, protocol: [1, 1] })}`);
    await refused.untilText((text) => text.startsWith('44'));
    await elsewhere.untilText((text) => text.startsWith('44/admin,'));
    // An event before the sign-in is answered by the end.
    const early = await RawSocket.open(realm.url);
    early.text(`421["heartbeat",{}]`);
    await until('the early one is closed', () => early.ended);
    // Not only when the time for the sign-in is over, as the others are.
    expect(silent.ended).toBe(false);
    await until('all are closed', () => [silent, refused, elsewhere].every(({ ended }) => ended));
    expect(early.texts.some((text) => text.startsWith('43'))).toBe(false);
  });

  it('too many at once are told before the upgrade when to come back', async () => {
    const opening = Promise.allSettled(Array.from({ length: 80 }, () => RawSocket.open(realm.url)));
    // The SDK of Node hears it too; a browser can't.
    const { transport } = createNodePorts({ url: realm.url });
    const auth = { token: lin.token, deviceId: lin.deviceId, protocol: [1, 1] as [number, number] };
    const why = new Promise((resolve) => {
      transport.connect(auth, { message: () => undefined, closed: resolve });
    });
    const opened = await opening;
    expect(await why).toMatchObject({ error: null, retryAfterMs: 1_000 });
    const refusals = opened.flatMap((one) => (one.status === 'rejected' ? [String(one.reason)] : []));
    for (const one of opened) if (one.status === 'fulfilled') one.value.destroy();
    expect(refusals.length).toBeGreaterThan(20);
    expect(refusals.every((text) => /503 Service Unavailable/.test(text) && /retry-after: \d+/i.test(text))).toBe(true);
    await until('there is room again', async () => (await refusal(lin)).code === 'OK');
  });

  it('who is refused and hangs up without having read it harms nobody', async () => {
    const { hostname, port } = new URL(realm.url);
    const hangUp = (path: string): Promise<void> =>
      new Promise((resolve) => {
        const tcp = connect(Number(port), hostname);
        tcp.write(
          `GET ${path}?EIO=4&transport=websocket HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
            `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${'x'.repeat(22)}==\r\n\r\n`,
          () => tcp.resetAndDestroy(),
        );
        tcp.on('error', () => undefined);
        tcp.on('close', () => resolve());
      });
    for (const path of ['/socket.io/', '/ws/', '/elsewhere/']) {
      await Promise.all(Array.from({ length: 80 }, () => hangUp(path)));
    }
    await until('there is room again', async () => (await refusal(lin)).code === 'OK');
    expect(realm.server.processes.map(({ log }) => log()).join('')).not.toContain('ECONNRESET');
  });
});

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
