import { type Presence, ROUTES } from '@parley/contract';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rest, type Session, TestDevice } from '../../support/device.js';
import { query } from '../../support/query.js';
import { SHAPES } from '../../support/server.js';
import { sleep, until } from '../../support/wait.js';
import { openRealm, type Realm } from '../support/realm.js';
import { codeOf, range } from '../support/wire.js';

const AWAY_MS = 10 * 60_000;
/** A gateway finds out when it renews its lease. */
const HEAL_MS = 12_000;
const NEVER: Omit<Presence, 'userId'> = { online: false, lastSeenAt: null, away: false, dnd: false, status: null };

describe.each(SHAPES)('who is there (%s)', (shape) => {
  let realm: Realm;
  let redis: Redis;
  beforeAll(async () => {
    realm = await openRealm(shape, { gateways: 2 });
    redis = new Redis(realm.env['PARLEY_REDIS_URL'] ?? '');
  });
  afterAll(async () => {
    redis.disconnect();
    await realm.close();
  });

  const connect = (who: Session, gateway = 0): Promise<TestDevice> =>
    TestDevice.connect(realm.server.urls[gateway] ?? realm.url, who);
  const ask = async (device: TestDevice, { userId }: Session, look = false): Promise<Presence | undefined> =>
    (await device.call('presence.get', { userIds: [userId], look })).presence[0];
  const told = (device: TestDevice, { userId }: Session): Presence[] =>
    device.signals.flatMap((one) => (one.kind === 'presence' && one.presence.userId === userId ? [one.presence] : []));

  it('is away when nobody is at any of the devices, and not while one is used or does not say', async () => {
    const [lin, wang] = realm.pair();
    const a = await connect(lin);
    const desk = await connect(wang);
    const phone = await connect(realm.tokens.another(wang, 'd_wang_phone'), 1);
    const idle = { idleMs: AWAY_MS };
    await desk.call('heartbeat', idle);
    await sleep(1_500);
    expect(await ask(a, wang)).toMatchObject({ online: true, away: false });
    await phone.call('heartbeat', idle);
    await until('away is told', () => told(a, wang).at(-1)?.away === true);
    expect(await ask(a, wang)).toMatchObject({ online: true, away: true, lastSeenAt: null });
    await phone.call('heartbeat', { idleMs: 0 });
    await until('and that they are back', () => told(a, wang).at(-1)?.away === false);
    expect(await ask(a, wang)).toMatchObject({ online: true, away: false });
    [a, desk, phone].forEach((device) => device.close());
  });

  it('whoever looks is told, whoever only asks is not, and who stops looking is told no more', async () => {
    const [lin] = realm.pair();
    const [looker, other] = realm.pair();
    const [b, c] = [await connect(looker, 1), await connect(other)];
    expect(await ask(b, lin, true)).toMatchObject({ online: false });
    await ask(c, lin);
    const a = await connect(lin);
    await until('the one who looks hears of it', () => told(b, lin).at(-1)?.online === true);
    expect(told(c, lin)).toEqual([]);
    // Somebody else is on the screen now.
    await ask(b, other, true);
    await a.call('heartbeat', { idleMs: AWAY_MS });
    await until('away', async () => (await ask(c, lin))?.away === true);
    await sleep(500);
    expect(told(b, lin).some(({ away }) => away === true)).toBe(false);
    [a, b, c].forEach((device) => device.close());
  });

  it('the heartbeat names the interval of the network; who says nothing has the one of before', async () => {
    const [lin] = realm.pair();
    const device = await connect(lin);
    expect(device.ready.heartbeatMs).toBe(30_000);
    expect((await device.call('heartbeat', {})).heartbeatMs).toBeUndefined();
    for (const [network, heartbeatMs] of [
      ['wifi', 60_000],
      ['mobile', 30_000],
      ['weak', 15_000],
    ] as const) {
      expect(await device.call('heartbeat', { network })).toMatchObject({ heartbeatMs });
    }
    expect(await codeOf(device.call('heartbeat', { network: 'pigeon' as 'weak' }))).toBe('BAD_REQUEST');
    expect(await codeOf(device.call('heartbeat', { idleMs: -1 }))).toBe('BAD_REQUEST');
    device.close();
  });

  it('Redis is emptied: everybody is there again by themselves, with their count', async () => {
    const [lin, wang] = realm.pair();
    const [a, b] = [await connect(lin), await connect(wang, 1)];
    const both = async (): Promise<boolean> =>
      (await ask(a, wang))?.away === true && (await ask(b, lin))?.online === true;
    await b.call('heartbeat', { idleMs: AWAY_MS });
    await until('both are there', both);
    const before = await redis.bitcount('parley:online');
    expect(before).toBeGreaterThanOrEqual(2);
    await redis.flushall();
    await until('both are there again', both, HEAL_MS);
    await until('and counted', async () => (await redis.bitcount('parley:online')) >= 2, HEAL_MS);
    b.close();
    await until('and who leaves is gone', async () => (await ask(a, wang))?.online === false, HEAL_MS);
    a.close();
  });

  it('the count is the number of people, not of devices, and is for admins', async () => {
    const [lin] = realm.pair();
    const admin = { ...lin, token: realm.tokens.make({ ...lin, role: 'admin' }) };
    const count = async (): Promise<number | null> =>
      (await rest<{ online: number | null }>(realm.url, admin, { path: ROUTES.onlineCount.path })).body.online;
    await until('nobody is there', async () => (await count()) === 0, 15_000);
    const devices = [
      await connect(lin),
      await connect(realm.tokens.another(lin, 'd_lin_two'), 1),
      await connect(realm.pair()[0]),
    ];
    await until('two people are', async () => (await count()) === 2);
    expect(await rest(realm.url, lin, { path: ROUTES.onlineCount.path })).toMatchObject({
      status: 403,
      body: { code: 'FORBIDDEN' },
    });
    devices.forEach((device) => device.close());
    await until('nobody is there', async () => (await count()) === 0, 15_000);
  });

  it('of whom one may not see: the same as of one who was never there', async () => {
    const [lin, wang] = realm.pair();
    const a = await connect(lin);
    const b = await connect(wang, 1);
    await until('seen', async () => (await ask(a, wang))?.online === true);
    await query(realm.databases.directory, `update app_user set status = 'disabled' where id = ${wang.userId}`);
    await until('not seen any more', async () => (await ask(a, wang))?.online === false, 15_000);
    expect(await ask(a, wang)).toEqual({ userId: wang.userId, ...NEVER });
    for (const userId of ['1', '99', '9007199254740993']) {
      expect((await a.call('presence.get', { userIds: [userId] })).presence).toEqual([{ userId, ...NEVER }]);
    }
    // Who was told that they are there is told that they are not.
    b.close();
    await until('told that they left', () => told(a, wang).at(-1)?.online === false, 15_000);
    expect(told(a, wang).at(-1)).toEqual({ userId: wang.userId, ...NEVER });
    a.close();
  });

  it.each([
    ['nobody', { userIds: [] }, 'BAD_REQUEST'],
    ['500 people', { userIds: range(1, 500).map(String) }, 'OK'],
    ['501 people', { userIds: range(1, 501).map(String) }, 'BAD_REQUEST'],
    ['no list', {}, 'BAD_REQUEST'],
    ['a number', { userIds: [7] }, 'BAD_REQUEST'],
    ['not an id', { userIds: ['me'] }, 'BAD_REQUEST'],
    ['an id beyond all', { userIds: ['9'.repeat(30)] }, 'BAD_REQUEST'],
    ['the same twice', { userIds: ['7', '7'] }, 'OK'],
    ['a look that is none', { userIds: ['7'], look: 'yes' }, 'BAD_REQUEST'],
    ['more than that', { userIds: ['7'], since: 0 }, 'BAD_REQUEST'],
  ] as const)('asking about %s', async (_, payload, code) => {
    const [lin] = realm.pair();
    const device = await connect(lin);
    const ack = await device.askRaw('presence.get', payload);
    expect(ack.ok ? 'OK' : ack.error.code).toBe(code);
    device.close();
  });
});

describe('a device that is silent', () => {
  let realm: Realm;
  beforeAll(async () => {
    realm = await openRealm(SHAPES[0]);
  });
  afterAll(() => realm.close());

  it('who said what they are on and is silent for three heartbeats is gone; who never said it stays', async () => {
    const [lin, wang] = realm.pair();
    const [weak, old] = [await TestDevice.connect(realm.url, lin), await TestDevice.connect(realm.url, wang)];
    await weak.call('heartbeat', { network: 'weak' });
    await sleep(44_000);
    expect(weak.closed).toBeNull();
    await until('the silent one is closed', () => weak.closed !== null, 20_000);
    expect(old.closed).toBeNull();
    expect((await old.call('presence.get', { userIds: [wang.userId] })).presence).toMatchObject([{ online: true }]);
    old.close();
  });
});
