import type { PushKey } from '@parley/contract';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serverCli } from '../../support/cli.js';
import { type Session, TestDevice } from '../../support/device.js';
import { PushService } from '../../support/push-service.js';
import { query } from '../../support/query.js';
import { SHAPES, startProcess } from '../../support/server.js';
import { until } from '../../support/wait.js';
import { AS_EVER, pushEnv, Pushes } from '../support/pushes.js';
import { openRealm, type Realm } from '../support/realm.js';

describe.each(SHAPES)('what comes of a push (%s)', (shape) => {
  let realm: Realm;
  let service: PushService;
  let pushes: Pushes;
  beforeAll(async () => {
    service = await PushService.open();
    realm = await openRealm(shape, { env: pushEnv(service) });
    pushes = new Pushes(realm, service);
  });
  afterAll(async () => {
    await realm.close();
    service.close();
    expect(service.faults).toEqual([]);
  });

  async function pair() {
    const [speaker, me] = realm.pair();
    const device = await TestDevice.connect(realm.url, speaker);
    return { speaker, me, device, id: me.conversationId, browser: await pushes.browser(me) };
  }
  const say = async (device: TestDevice, id: string, text = 'hello') =>
    (await device.send(text, { conversationId: id })).seq;
  const isSubscribed = async ({ userId }: Session): Promise<boolean> =>
    (await pushes.sql('select 1 from push_subscription where user_id = $1', [userId])).length > 0;
  const isPushed = async ({ userId }: Session): Promise<boolean> =>
    (await pushes.sql('select 1 from inbox_head where user_id = $1 and pushes', [userId])).length > 0;
  /** Retries come seconds later; here they come now. */
  const hurry = (me: Session) =>
    pushes.sql('update push_delivery set due_at = now() where user_id = $1 and tries < 9', [me.userId]);

  it.each([404, 410])('a subscription that is answered with %i is gone', async (status) => {
    const { me, device, id, browser } = await pair();
    browser.answer = (_, response) => response.writeHead(status).end();
    expect(await pushes.record(me, id, await say(device, id))).toMatchObject({ decision: 'sent', answer: 'gone' });
    expect([await isSubscribed(me), await isPushed(me)]).toEqual([false, false]);
    expect(await pushes.derived(me, id, await say(device, id))).toBe('no-target');
    expect(browser.tries).toBe(1);
    device.close();
  });

  it('a service that asks for patience gets it, and the push comes then', async () => {
    const { me, device, id, browser } = await pair();
    browser.answer = (_, response) => response.writeHead(429, { 'retry-after': '120' }).end();
    const seq = await say(device, id);
    await until('it was refused', () => browser.tries === 1);
    const waits = async (): Promise<number> => {
      const text = 'select extract(epoch from due_at - now())::float8 as s from push_delivery where user_id = $1';
      return (await pushes.sql<{ s: number }>(text, [me.userId]))[0]?.s ?? 0;
    };
    await until('it waits for as long as was asked', async () => (await waits()) > 60);
    expect(await waits()).toBeLessThanOrEqual(120);
    browser.answer = (_, response) => response.writeHead(201).end();
    // What is said meanwhile goes with it, and does not come sooner.
    const next = await say(device, id, 'and then');
    await until(
      'it goes with it',
      async () => (await pushes.page(me, `?conversationId=${id}&seq=${next}`)).records.length === 1,
    );
    expect(await waits()).toBeGreaterThan(30);
    await hurry(me);
    await until('it came', () => browser.got.length === 1);
    expect(browser.got[0]?.payload).toMatchObject({ seq: next, count: 2, text: 'and then' });
    expect((await pushes.record(me, id, seq)).answer).toBe('replaced');
    expect((await pushes.record(me, id, next)).answer).toBe('delivered');
    device.close();
  });

  it.each([
    ['an error', 500],
    ['a redirect to this machine', 302],
    ['a refusal', 403],
  ])('%s is not followed, and said', async (_, status) => {
    const { me, device, id, browser } = await pair();
    const trap = service.browser();
    browser.answer = (_request, response) => response.writeHead(status, { location: trap.endpoint }).end();
    const seq = await say(device, id);
    await until('it was answered', () => browser.tries === 1);
    if (status === 500) {
      browser.answer = (_request, response) => response.writeHead(201).end();
      await until('it waits', async () => (await hurry(me), browser.got.length === 1));
      expect((await pushes.record(me, id, seq)).answer).toBe('delivered');
    } else expect((await pushes.record(me, id, seq)).answer).toBe('failed');
    expect(trap.tries).toBe(0);
    device.close();
  });

  it('an answer without end is not listened to', async () => {
    const { me, device, id, browser } = await pair();
    let sent = 0;
    browser.answer = (_, response) => {
      response.writeHead(400);
      const more = (): void => {
        while (!response.destroyed && response.write(Buffer.alloc(65_536))) sent += 65_536;
      };
      response.on('drain', more);
      more();
    };
    const seq = await say(device, id);
    await until('the server hung up', async () => {
      const waiting =
        "select 1 from push_delivery where user_id = $1 and tries = 1 and due_at < now() + interval '20 seconds'";
      return browser.tries === 1 && (await pushes.sql(waiting, [me.userId])).length === 1;
    });
    expect(sent).toBeLessThan(64 * 1024 * 1024);
    browser.answer = (_, response) => response.writeHead(201).end();
    await hurry(me);
    expect((await pushes.record(me, id, seq)).answer).toBe('delivered');
    device.close();
  });

  it('a service that never answers is given up, and what was said meanwhile comes with the next try', async () => {
    const { me, device, id, browser } = await pair();
    browser.answer = () => undefined;
    const seq = await say(device, id, 'one');
    await until('it was asked', () => browser.tries === 1);
    const dueMs = async (): Promise<number> => {
      const text = 'select extract(epoch from due_at)::float8 * 1000 as ms from push_delivery where user_id = $1';
      return (await pushes.sql<{ ms: number }>(text, [me.userId]))[0]?.ms ?? 0;
    };
    const lease = await dueMs();
    const next = await say(device, id, 'two');
    await until('it was given up', async () => (await dueMs()) < lease);
    browser.answer = (_, response) => response.writeHead(201).end();
    await hurry(me);
    expect((await pushes.record(me, id, next)).answer).toBe('delivered');
    expect((await pushes.record(me, id, seq)).answer).toBe('replaced');
    expect(browser.got.map(({ payload }) => payload.count)).toEqual([2]);
    device.close();
  });

  it('what is recalled, hidden or left before it is sent is not pushed', async () => {
    const { me, speaker, device, id } = await pair();
    const group = await pushes.people.group(speaker, [me]);
    // Online and silent: each waits six seconds.
    const mine = await TestDevice.connect(realm.url, me);
    const recalled = await say(device, id, 'to be recalled');
    const hidden = await say(device, id, 'to be hidden');
    const left = await say(device, group, 'to be left');
    expect(await pushes.people.code(speaker, `POST /conversations/${id}/messages/${recalled}/recall`)).toBe('OK');
    expect(await pushes.people.code(me, `POST /conversations/${id}/hide`, { seqs: [hidden] })).toBe('OK');
    expect(await pushes.people.remove(speaker, group, me)).toBe('OK');
    expect(await pushes.why(me, id, recalled)).toBe('suppressed: recalled');
    expect(await pushes.why(me, id, hidden)).toBe('suppressed: gone');
    expect(await pushes.why(me, group, left)).toBe('suppressed: gone');
    [mine, device].forEach((one) => one.close());
  });

  it('what is recalled while the service asks for patience is not pushed', async () => {
    const { me, speaker, device, id, browser } = await pair();
    browser.answer = (_, response) => response.writeHead(503).end();
    const seq = await say(device, id, 'a mistake');
    await until('it was refused', () => browser.tries === 1);
    await pushes.people.code(speaker, `POST /conversations/${id}/messages/${seq}/recall`);
    browser.answer = (_, response) => response.writeHead(201).end();
    await until(
      'it was looked at again',
      async () => (await hurry(me), (await pushes.record(me, id, seq)).decision === 'suppressed'),
    );
    expect(await pushes.why(me, id, seq)).toBe('suppressed: recalled');
    expect(browser.got).toEqual([]);
    device.close();
  });

  it('a device that is signed out, or whose owner is disabled, is not pushed to', async () => {
    const out = await pair();
    expect(await pushes.people.code(out.me, `DELETE /devices/${out.me.deviceId}`)).toBe('OK');
    await say(out.device, out.id);
    await until('its subscription is gone', async () => !(await isSubscribed(out.me)));
    const off = await pair();
    const [row] = await query<{ login: string }>(
      realm.databases.directory,
      `update app_user set kind = 'person' where id = $1 returning login`,
      [off.me.userId],
    );
    await serverCli(realm.env, ['user-disable', row?.login ?? '']);
    await say(off.device, off.id);
    await until('their subscription is gone', async () => !(await isSubscribed(off.me)));
    expect([out.browser.tries, off.browser.tries]).toEqual([0, 0]);
    [out.device, off.device].forEach((one) => one.close());
  });

  it('another subscription of the same device takes its place; turned off, nothing comes', async () => {
    const { me, device, id, browser } = await pair();
    const second = await pushes.browser(me);
    await pushes.record(me, id, await say(device, id));
    expect([browser.tries, second.got.length]).toEqual([0, 1]);
    expect(await pushes.people.code(me, 'DELETE /push/subscriptions')).toBe('OK');
    expect(await pushes.people.code(me, 'DELETE /push/subscriptions')).toBe('OK');
    expect(await pushes.derived(me, id, await say(device, id))).toBe('no-target');
    expect(await isPushed(me)).toBe(false);
    device.close();
  });

  it('a browser that was signed in anew is pushed to once', async () => {
    const { me, device, browser } = await pair();
    const anew = realm.tokens.another(me, 'd_signed_in_anew');
    expect(await pushes.people.code(anew, 'POST /push/subscriptions', browser.subscription)).toBe('OK');
    const text = 'select device_id from push_subscription where user_id = $1';
    expect(await pushes.sql(text, [me.userId])).toEqual([{ device_id: 'd_signed_in_anew' }]);
    device.close();
  });

  it('what is for one person does not reach the next one who signs in at the same browser', async () => {
    const [first, next] = [await pair(), await pair()];
    expect(await pushes.people.code(next.me, 'POST /push/subscriptions', first.browser.subscription)).toBe('OK');
    const seq = await say(first.device, first.id, 'for the first alone');
    expect(await pushes.record(first.me, first.id, seq)).toMatchObject({ decision: 'suppressed', reason: 'no-target' });
    expect(await isSubscribed(first.me)).toBe(false);
    const told = await say(next.device, next.id, 'for the next');
    expect((await pushes.record(next.me, next.id, told)).answer).toBe('delivered');
    expect(first.browser.got.map(({ payload }) => (payload as { text: string }).text)).toEqual(['for the next']);
    // And back again.
    expect(await pushes.people.code(first.me, 'POST /push/subscriptions', first.browser.subscription)).toBe('OK');
    const back = await say(first.device, first.id, 'for the first again');
    expect((await pushes.record(first.me, first.id, back)).answer).toBe('delivered');
    first.device.close();
    next.device.close();
  });

  it('with an empty Redis it comes all the same', async () => {
    const { me, device, id, browser } = await pair();
    const redis = new Redis(realm.env['PARLEY_REDIS_URL'] ?? '');
    await redis.flushall();
    await redis.quit();
    await say(device, id);
    await until('it came', () => browser.got.length === 1);
    expect(await isSubscribed(me)).toBe(true);
    // Until the gateway has written its routes again, nobody is told of anything.
    await until('the routes are back', () => device.resyncs.length > 0);
    device.close();
  });

  it('the key is one, whoever asks, and its private half is told to nobody', async () => {
    const [one, other] = realm.pair();
    const keys = [];
    for (const who of [one, other]) keys.push((await pushes.people.call<PushKey>(who, 'GET /push/key')).body);
    expect(keys[0]).toEqual(keys[1]);
    expect(keys[0]?.publicKey).toMatch(/^B[\w-]{86}$/);
    const rows = await query<{ private_key: string }>(realm.databases.directory, 'select private_key from push_key');
    expect(rows).toHaveLength(1);
    const secret = (rows[0]?.private_key ?? '').split('\n')[1] ?? '-';
    for (const process of realm.server.processes) expect(process.log()).not.toContain(secret);
  });

  it('what is no subscription, no setting and no question is refused', async () => {
    const [me] = realm.pair();
    const { keys } = service.browser().subscription;
    const endpoint = 'https://127.0.0.1/x';
    const cases: [string, unknown, string][] = [
      ['POST /push/subscriptions', {}, 'BAD_REQUEST'],
      ['POST /push/subscriptions', { endpoint: 'nonsense', keys }, 'BAD_REQUEST'],
      ['POST /push/subscriptions', { endpoint: 'file:///etc/passwd', keys }, 'BAD_REQUEST'],
      ['POST /push/subscriptions', { endpoint: `https://push.example/${'x'.repeat(2_048)}`, keys }, 'BAD_REQUEST'],
      ['POST /push/subscriptions', { endpoint, keys: { ...keys, auth: 'short' } }, 'BAD_REQUEST'],
      ['POST /push/subscriptions', { endpoint, keys: { ...keys, p256dh: `B${'A'.repeat(86)}` } }, 'BAD_REQUEST'],
      ['POST /push/subscriptions', { endpoint, keys, deviceId: 'd_of_somebody' }, 'BAD_REQUEST'],
      ...[
        endpoint,
        'https://[::1]/x',
        'https://10.0.0.1/x',
        'https://169.254.169.254/latest/meta-data',
        'https://[fd00::1]/x',
        'https://[::ffff:127.0.0.1]/x',
        'https://2130706433/x',
        'https://0x7f000001/x',
        'https://localhost/x',
        'https://user:secret@1.1.1.1/x',
        'http://1.1.1.1/x',
        'https://1.1.1.1:22/x',
      ].map((address): [string, unknown, string] => [
        'POST /push/subscriptions',
        { endpoint: address, keys },
        'PUSH_ENDPOINT_REFUSED',
      ]),
      ['PUT /notifications', {}, 'BAD_REQUEST'],
      ['PUT /notifications', { ...AS_EVER, version: 1 }, 'BAD_REQUEST'],
      ['PUT /notifications', { ...AS_EVER, keywords: Array(21).fill('x') }, 'BAD_REQUEST'],
      [
        'PUT /notifications',
        { ...AS_EVER, quietHours: { ...AS_EVER.quietHours, timeZone: '../../etc' } },
        'BAD_REQUEST',
      ],
      ['GET /notifications/ledger?seq=1', undefined, 'BAD_REQUEST'],
      ['GET /notifications/ledger?limit=101', undefined, 'BAD_REQUEST'],
      ['GET /notifications/ledger?after=abc', undefined, 'BAD_REQUEST'],
      [`PATCH /conversations/${me.conversationId}/personal`, { notify: 'some' }, 'BAD_REQUEST'],
    ];
    for (const [route, body, code] of cases) {
      expect([route, JSON.stringify(body)?.slice(0, 90), await pushes.people.code(me, route, body)]).toEqual([
        route,
        JSON.stringify(body)?.slice(0, 90),
        code,
      ]);
    }
    expect(await isSubscribed(me)).toBe(false);
  });

  it('settings are on all devices, live and pulled', async () => {
    const [me] = realm.pair();
    const a = await TestDevice.connect(realm.url, me);
    expect(await pushes.set(me, { keywords: ['发布'], preview: 'none' })).toBe('OK');
    const told = () => [...a.pushed.values()].find((entry) => entry.kind === 'notifications');
    await until('it is told', () => told() !== undefined);
    expect(told()).toMatchObject({ settings: { keywords: ['发布'], preview: 'none' } });
    const { incarnation } = await a.heartbeat();
    const pulled = await a.call('sync.pull', { incarnation, lastSeq: 0, limit: 100 });
    expect(pulled.entries.find((entry) => entry.kind === 'notifications')).toEqual(told());
    const before = (await a.heartbeat()).inboxSeq;
    expect(await pushes.set(me, { keywords: ['发布'], preview: 'none' })).toBe('OK');
    expect((await a.heartbeat()).inboxSeq).toBe(before);
    a.close();
  });
});

describe('a worker that is killed', () => {
  it('loses no push, and repeats one at most in its own place', async () => {
    const service = await PushService.open();
    const realm = await openRealm('gateway, logic and worker apart', { env: pushEnv(service) });
    const pushes = new Pushes(realm, service);
    const [speaker, me] = realm.pair();
    const device = await TestDevice.connect(realm.url, speaker);
    const browser = await pushes.browser(me);
    // It has the push and is killed before anybody hears so.
    const killed: Promise<void>[] = [];
    const workers = realm.server.processes.filter(({ roles }) => roles === 'worker');
    browser.answer = (_, response) => {
      for (const worker of workers.splice(0)) {
        worker.signal('SIGKILL');
        killed.push(worker.exited);
      }
      response.writeHead(201).end();
    };
    const { seq } = await device.send('once more');
    await until('it was killed', () => killed.length === 1);
    await Promise.all(killed);
    // As if the lease had ended.
    await pushes.sql('update push_delivery set due_at = now() where user_id = $1', [me.userId]);
    // And what is over: an old record, and the subscription of one who signed out and whom nobody wrote to since.
    const [gone, old] = realm.pair();
    await pushes.browser(gone);
    expect(await pushes.people.code(gone, `DELETE /devices/${gone.deviceId}`)).toBe('OK');
    await pushes.sql(
      `insert into push_record (user_id, record_id, conversation_id, at, decision, reason, seqs)
       select user_id, 1, 1, now() - interval '31 days', 'sent', 'direct', '{1}' from inbox_head where user_id = $1`,
      [me.userId],
    );
    const leftOver = async (): Promise<number> => {
      const text = `select 1 from push_subscription where user_id = $1 union all select 1 from push_record where record_id = 1`;
      return (await pushes.sql(text, [gone.userId])).length;
    };
    expect(await leftOver()).toBe(2);
    const next = await startProcess('worker', realm.env);
    await until('what is over is gone', async () => (await leftOver()) === 0);
    expect((await pushes.page(old)).records).toEqual([]);
    expect(await pushes.record(me, me.conversationId, seq)).toMatchObject({ decision: 'sent', answer: 'delivered' });
    expect(browser.got.map(({ payload }) => payload.seq)).toEqual([seq, seq]);
    expect(new Set(browser.got.map(({ topic }) => topic)).size).toBe(1);
    next.signal('SIGTERM');
    await next.exited;
    device.close();
    await realm.close();
    service.close();
    expect(service.faults).toEqual([]);
  });
});
