import { readFileSync } from 'node:fs';
import { type Ack, LIMITS } from '@parley/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestDevice } from '../../support/device.js';
import { RawSocket } from '../../support/raw-socket.js';
import { SHAPES } from '../../support/server.js';
import { sleep, until } from '../../support/wait.js';
import { openRealm, type Realm } from '../support/realm.js';
import { range } from '../support/wire.js';

const FLOOD = 10_000;
/** PARLEY_SOCKET_EVENTS_PER_SECOND as it comes, with as much again at once. */
const RATE = 100;

describe.each(SHAPES)('one socket that asks too much (%s)', (shape) => {
  let realm: Realm;
  beforeAll(async () => {
    realm = await openRealm(shape);
  });
  afterAll(() => realm.close());

  it('ten thousand events in a second are answered, almost all with a refusal; then it works on', async () => {
    const [lin, wang] = realm.pair();
    const device = await TestDevice.connect(realm.url, lin);
    const other = await TestDevice.connect(realm.url, wang);
    const began = performance.now();
    const acks: Ack<unknown>[] = [];
    for (let count = 0; count < FLOOD; count += 1) {
      device.socket.emit('heartbeat', {}, (ack: Ack<unknown>) => acks.push(ack));
    }
    // Somebody else is served meanwhile.
    await other.send('in between');
    // Whoever floods is read ever more slowly.
    await until('all are answered', () => acks.length === FLOOD, 110_000);
    const seconds = (performance.now() - began) / 1_000;
    const refused = acks.flatMap((ack) => (ack.ok ? [] : [ack.error]));
    expect(FLOOD - refused.length).toBeLessThanOrEqual(RATE * 2 + RATE * seconds);
    expect(refused.every(({ code }) => code === 'RATE_LIMITED')).toBe(true);
    const wait = refused[0]?.details['retryAfterMs'];
    expect(wait).toBeTypeOf('number');
    await sleep(Number(wait) + 100);
    expect(await device.send('still here')).toMatchObject({ seq: 2 });
    device.close();
    other.close();
  });

  it('ten thousand without an ack too', async () => {
    const [lin] = realm.pair();
    const device = await TestDevice.connect(realm.url, lin);
    for (let count = 0; count < 10_000; count += 1)
      device.socket.emit('typing', { conversationId: lin.conversationId });
    await until('all are answered by signals', () => device.signals.length === 10_000);
    expect(device.closed).toBeNull();
    await sleep(1_000);
    expect(await device.send('still here')).toMatchObject({ seq: 1 });
    device.close();
  });
});

describe.each(SHAPES)('a flood of what is no event (%s)', (shape) => {
  let realm: Realm;
  beforeAll(async () => {
    realm = await openRealm(shape);
  });
  afterAll(() => realm.close());

  it.each([
    ['pings', (raw: RawSocket) => raw.ping(Buffer.alloc(100))],
    ['connects to other namespaces', (raw: RawSocket) => raw.text('40/elsewhere,')],
    ['answers that nobody asked for', (raw: RawSocket) => raw.text('3')],
  ])('%s end the connection, and only that one', async (_, flood) => {
    const [lin, wang] = realm.pair();
    const other = await TestDevice.connect(realm.url, wang);
    const raw = await RawSocket.signIn(realm.url, lin);
    for (let count = 0; count < 20; count += 1) flood(raw);
    await sleep(200);
    expect(raw.ended).toBe(false);
    expect(await raw.ask(1, 'heartbeat', {})).toMatchObject({ ok: true });
    for (let count = 0; count < 500; count += 1) flood(raw);
    await until('it is closed', () => raw.ended);
    expect(await other.send('still here')).toMatchObject({ seq: 1 });
    other.close();
  });

  it('tokens tried one after the other end it too', async () => {
    const [lin] = realm.pair();
    const raw = await RawSocket.open(realm.url);
    const attempt = `40${JSON.stringify({ token: `${lin.token}x`, deviceId: lin.deviceId, protocol: [1, 1] })}`;
    for (let count = 0; count < 500; count += 1) raw.text(attempt);
    await until('it is closed', () => raw.ended);
    expect(raw.texts.filter((text) => text.startsWith('44')).length).toBeLessThan(60);
  });
});

/** Resident memory of the process that holds the sockets. */
function gatewayMiB(realm: Realm): number {
  const gateway = realm.server.processes.find(({ roles }) => roles === 'gateway' || roles === 'all');
  const status = readFileSync(`/proc/${gateway?.pid ?? 0}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1024;
}

/**
 * V8 lets garbage lie as it pleases, and more of it on a machine that is busy: without a bound that is most of what is
 * measured. What is kept for a reader lies in buffers beside the heap, and counts.
 */
const SMALL_HEAP = '--max-old-space-size=192 --max-semi-space-size=8';

describe.each(SHAPES)('readers that do not read (%s)', (shape) => {
  let realm: Realm;
  let halfOpen: RawSocket;
  beforeAll(async () => {
    realm = await openRealm(shape, { env: { PARLEY_SOCKET_EVENTS_PER_SECOND: '5000', TEST_NODE_ARGS: SMALL_HEAP } });
    if (shape !== SHAPES[0]) return;
    halfOpen = await RawSocket.signIn(realm.url, realm.pair()[0]);
    // Gone without a word: it neither reads nor answers a ping, and its address still takes packets.
    halfOpen.tcp.pause();
  });
  afterAll(() => realm.close());

  const big = '漢'.repeat(LIMITS.textCodePoints);

  it('a slow reader is told to sync and closed; the gateway keeps its size, its neighbours their pace', async () => {
    const [lin, wang] = realm.pair();
    const sender = await TestDevice.connect(realm.url, lin);
    const neighbour = await TestDevice.connect(realm.url, wang);
    const slow = await Promise.all(
      range(1, 5).map((number) => RawSocket.signIn(realm.url, realm.tokens.another(wang, `d_slow_reader_${number}`))),
    );
    // Until the heap has the size that this pace needs.
    for (const number of range(1, 120)) await sender.send(`${number} ${big.slice(0, -10)}`);
    const before = gatewayMiB(realm);
    for (const raw of slow) raw.tcp.pause();
    // 50 MB for each of them.
    for (const number of range(121, 1_120)) await sender.send(`${number} ${big.slice(0, -10)}`);
    await until('the neighbour has all', () => neighbour.messages.length === 1_120);
    expect(gatewayMiB(realm) - before).toBeLessThan(100);
    for (const raw of slow) raw.tcp.resume();
    await until('all slow readers are closed', () => slow.every(({ ended }) => ended));
    for (const { texts } of slow) {
      const received = texts.filter((text) => text.startsWith('42["event"')).length;
      expect(received).toBeLessThan(1_120);
      const resync = texts.findIndex((text) => text === '42["resync",{"reason":"slow-reader"}]');
      // A reader that took its bytes too late may lose the word with them; nothing may follow it.
      expect(resync === -1 || texts.slice(resync + 1).every((text) => !text.startsWith('42["event"'))).toBe(true);
    }
    expect(neighbour.closed).toBeNull();
    sender.close();
    neighbour.close();
  });

  it('one who asks and asks and never reads the answers is closed, too', async () => {
    const [lin, wang] = realm.pair();
    const sender = await TestDevice.connect(realm.url, lin);
    for (const number of range(1, 150)) await sender.send(`${number} ${big.slice(0, -10)}`);
    await until('the inbox is there', async () => {
      const reader = await TestDevice.connect(realm.url, wang);
      const { inboxSeq } = await reader.heartbeat();
      reader.close();
      return inboxSeq === 150;
    });
    const before = gatewayMiB(realm);
    const asker = await RawSocket.signIn(realm.url, realm.tokens.another(wang, 'd_never_reads'));
    asker.tcp.pause();
    let peak = 0;
    const watching = setInterval(() => {
      peak = Math.max(peak, gatewayMiB(realm));
    }, 20);
    let asked = 0;
    const asking = setInterval(() => {
      asked += 1;
      asker.text(`42${asked}["sync.pull",{"incarnation":"0","lastSeq":0,"limit":500}]`);
    }, 50);
    const online = async (): Promise<boolean> =>
      (await sender.call('presence.get', { userIds: [wang.userId] })).presence[0]?.online === true;
    await until('the gateway has given it up', async () => !(await online()));
    clearInterval(asking);
    clearInterval(watching);
    expect(peak - before).toBeLessThan(100);
    asker.tcp.resume();
    await until('it is closed', () => asker.ended);
    expect(await sender.send('still here')).toMatchObject({ seq: 151 });
    sender.close();
  });

  it('a page is bounded in bytes, and what does not fit follows', async () => {
    const [lin, wang] = realm.pair();
    const sender = await TestDevice.connect(realm.url, lin);
    for (const number of range(1, 120)) await sender.send(`${number} ${big.slice(0, -10)}`);
    const reader = await TestDevice.connect(realm.url, wang);
    const { incarnation } = await reader.heartbeat();
    const seen: number[] = [];
    for (let more = true; more;) {
      const page = await reader.call('sync.pull', { incarnation, lastSeq: seen.at(-1) ?? 0, limit: 500 });
      expect(page.entries.length).toBeGreaterThan(0);
      expect(JSON.stringify(page).length).toBeLessThan(4_000_000);
      seen.push(...page.entries.map(({ inboxSeq }) => inboxSeq));
      more = page.hasMore;
    }
    expect(seen).toEqual(range(1, 120));
    sender.close();
    reader.close();
  });

  // The same code in both shapes, and a minute of waiting.
  if (shape !== SHAPES[0]) return;
  it('a half-open socket is given up within a minute', async () => {
    const ready = halfOpen.texts.find((text) => text.startsWith('42["ready"')) ?? '';
    const [, { userId }] = JSON.parse(ready.slice(2)) as [string, { userId: string }];
    const asker = await TestDevice.connect(realm.url, realm.pair()[0]);
    const online = async (): Promise<boolean> =>
      (await asker.call('presence.get', { userIds: [userId] })).presence[0]?.online === true;
    await until('it is gone', async () => !(await online()), 58_000);
    asker.close();
    halfOpen.destroy();
  });
});
