import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Session, TestDevice } from '../../support/device.js';
import { PushService } from '../../support/push-service.js';
import { query } from '../../support/query.js';
import { SHAPES } from '../../support/server.js';
import { sleep, until } from '../../support/wait.js';
import { pushEnv, Pushes } from '../support/pushes.js';
import { openRealm, type Realm } from '../support/realm.js';

describe.each(SHAPES)('who is woken (%s)', (shape) => {
  let realm: Realm;
  let service: PushService;
  let pushes: Pushes;
  beforeAll(async () => {
    service = await PushService.open();
    realm = await openRealm(shape, { gateways: 2, env: pushEnv(service) });
    pushes = new Pushes(realm, service);
  });
  afterAll(async () => {
    await realm.close();
    service.close();
    expect(service.faults).toEqual([]);
  });

  /** Somebody who speaks, and somebody who is not there and has a browser. */
  async function pair() {
    const [speaker, me] = realm.pair();
    const device = await TestDevice.connect(realm.url, speaker);
    return { speaker, me, device, id: me.conversationId, browser: await pushes.browser(me) };
  }
  async function group(others: readonly Session[] = []) {
    const at = await pair();
    return { ...at, id: await pushes.people.group(at.speaker, [at.me, ...others]) };
  }
  const say = async (device: TestDevice, id: string, text = 'hello') =>
    (await device.send(text, { conversationId: id })).seq;
  const call = async (device: TestDevice, id: string, mentions: object[]) => {
    const content = { type: 'text', text: '@everyone look', mentions };
    const sent = await pushes.people.call<{ seq: number; code?: string }>(
      device.session,
      `POST /conversations/${id}/messages`,
      { clientMsgId: `c_call_${Math.random().toString(36).slice(2)}`, content },
    );
    if (sent.status !== 200) throw new Error(JSON.stringify(sent.body));
    return sent.body.seq;
  };

  it('a direct message wakes at once who has no device online, with who said what', async () => {
    const { me, device, id, browser } = await pair();
    const seq = await say(device, id, 'see **you** at\nten');
    await until('it came', () => browser.got.length === 1);
    const [first] = browser.got;
    expect(first?.payload).toMatchObject({
      v: 1,
      conversationId: id,
      seq,
      count: 1,
      kind: 'direct',
      text: 'see you at ten',
    });
    expect(first?.payload.sender).toBeTruthy();
    expect(first?.raw.includes('see')).toBe(false);
    const record = await pushes.record(me, id, seq);
    expect(record).toMatchObject({
      decision: 'sent',
      reason: 'direct',
      answer: 'delivered',
      deviceId: me.deviceId,
      seqs: [seq],
    });
    device.close();
  });

  it('one’s own message wakes none of one’s own devices, and leaves no trace', async () => {
    const { speaker, device, id } = await pair();
    await pushes.browser(speaker);
    const seq = await say(device, id);
    expect(await pushes.derived(speaker, id, seq)).toBe('own');
    expect(await pushes.sql('select 1 from push_window where user_id = $1', [speaker.userId])).toEqual([]);
    device.close();
  });

  it('a burst is the first at once and the rest as one, in its place', async () => {
    const { me, device, id, browser } = await pair();
    const first = await say(device, id, 'one');
    await until('the first came', () => browser.got.length === 1);
    const rest: number[] = [];
    for (const text of ['two', 'three', 'four', 'five']) rest.push(await say(device, id, text));
    await until('the rest came', () => browser.got.length === 2);
    expect(browser.got[1]?.payload).toMatchObject({ count: 5, text: 'five', seq: rest.at(-1) });
    expect(browser.got[1]?.topic).toBe(browser.got[0]?.topic);
    expect(await pushes.why(me, id, first)).toBe('sent: direct');
    for (const seq of rest) expect(await pushes.why(me, id, seq)).toBe('merged: direct');
    device.close();
  });

  it('who is online is woken six seconds later, unless a device has it or it was read', async () => {
    const { me, device, id, browser } = await pair();
    const elsewhere = await TestDevice.connect(realm.server.urls[1] ?? realm.url, me);
    // A device that says nothing: nobody may be looking.
    const seq = await say(device, id);
    // An ack comes before the fan-out, which considers it.
    await expect.poll(() => pushes.derived(me, id, seq)).toBe('waiting');
    await sleep(1_500);
    expect(browser.tries).toBe(0);
    await until('it came', () => browser.got.length === 1);
    const { at } = await pushes.record(me, id, seq);
    const sentAt = device.messages.length === 0 ? (await pushes.people.history(me, id)).messages[0]?.sentAt : 0;
    expect(at - (sentAt ?? 0)).toBeGreaterThanOrEqual(6_000);
    // Now it says what it has.
    const acked = await say(device, id);
    await until('it has it', () => elsewhere.messages.some((message) => message.seq === acked));
    const { incarnation, inboxSeq } = await elsewhere.heartbeat();
    await elsewhere.call('cursor.ack', { incarnation, inboxSeq });
    expect(await pushes.why(me, id, acked)).toBe('suppressed: acked');
    // And reads.
    const read = await say(device, id);
    await pushes.people.code(me, `POST /conversations/${id}/read`, { seq: read });
    expect(await pushes.why(me, id, read)).toBe('suppressed: read');
    expect(browser.tries).toBe(1);
    [device, elsewhere].forEach((one) => one.close());
  });

  it('a small group wakes unless it is muted, or its level says no', async () => {
    const { me, device, id, browser } = await group();
    const woken = await say(device, id);
    expect(await pushes.why(me, id, woken)).toMatch(/(sent|merged): group/);
    expect(browser.got.at(-1)?.payload).toMatchObject({ kind: 'group', conversation: '发布小组' });
    await pushes.personal(me, id, { muteUntil: 8.64e15 });
    expect(await pushes.why(me, id, await say(device, id))).toBe('suppressed: muted');
    await pushes.personal(me, id, { muteUntil: null, notify: 'none' });
    expect(await pushes.why(me, id, await say(device, id))).toBe('suppressed: level-none');
    await pushes.personal(me, id, { notify: 'mentions' });
    expect(await pushes.why(me, id, await say(device, id))).toBe('suppressed: not-mentioned');
    const named = await call(device, id, [{ type: 'user', userId: me.userId, at: 0, length: 9 }]);
    expect(await pushes.why(me, id, named)).toMatch(/: mentioned$/);
    expect(browser.got.at(-1)?.payload.calls).toBe(true);
    const all = await call(device, id, [{ type: 'all', at: 0, length: 9 }]);
    expect(await pushes.why(me, id, all)).toMatch(/: mentioned$/);
    // Those who are here, and I am not.
    const here = await call(device, id, [{ type: 'here', at: 0, length: 9 }]);
    expect(await pushes.why(me, id, here)).toBe('suppressed: not-mentioned');
    await pushes.set(me, { keywords: ['Deploy'] });
    expect(await pushes.why(me, id, await say(device, id, 'ＤＥＰＬＯＹ at six'))).toMatch(/: keyword$/);
    device.close();
  });

  it('a large group wakes who is mentioned, and a huge one nobody', async () => {
    const { me, device, id, browser } = await group();
    await pushes.record(me, id, 1);
    const shard = await pushes.people.shardOf(id);
    const all = { type: 'all', at: 0, length: 9 };
    const mine = { type: 'user', userId: me.userId, at: 0, length: 9 };
    await query(shard, 'update conversation set member_count = 800 where id = $1', [id]);
    await query(shard, 'insert into fanout_mode (conversation_id, from_seq, at, mode) values ($1, 2, now(), 1)', [id]);
    await query(
      shard,
      'update conversation_head set mode = 1, access_version = access_version + 1 where conversation_id = $1',
      [id],
    );
    expect(await pushes.derived(me, id, await say(device, id))).toBe('large-not-mentioned');
    expect(await pushes.derived(me, id, await call(device, id, [all]))).toBe('large-calls-all');
    const named = await call(device, id, [mine]);
    expect(await pushes.why(me, id, named)).toMatch(/: mentioned$/);
    expect(browser.got.at(-1)?.payload).toMatchObject({ seq: named, calls: true });
    await query(shard, 'update conversation set member_count = 10001 where id = $1', [id]);
    expect(await pushes.why(me, id, await call(device, id, [mine]))).toBe('suppressed: too-many-members');
    device.close();
  });

  it('quiet hours and a pause are silent', async () => {
    const { me, device, id, browser } = await pair();
    const minute = new Date().getUTCHours() * 60 + new Date().getUTCMinutes();
    const quietHours = { on: true, from: (minute + 1_380) % 1_440, to: (minute + 60) % 1_440, timeZone: 'UTC' };
    await pushes.set(me, { quietHours });
    expect(await pushes.why(me, id, await say(device, id))).toBe('suppressed: quiet');
    await pushes.set(me, { pausedUntil: Date.now() + 60_000 });
    expect(await pushes.why(me, id, await say(device, id))).toBe('suppressed: quiet');
    await pushes.set(me, {});
    expect(await pushes.why(me, id, await say(device, id))).toBe('sent: direct');
    expect(browser.got).toHaveLength(1);
    device.close();
  });

  it('a reply wakes who follows its thread, and nobody else', async () => {
    const { me, speaker, device, id } = await group();
    const mine = await TestDevice.connect(realm.url, me);
    const root = await say(mine, id, 'my question');
    const other = await say(device, id, 'a question of theirs');
    mine.close();
    const reply = async (seq: number) => {
      const content = { type: 'text', text: 'a reply', thread: { seq } };
      const body = { clientMsgId: `c_reply_${seq}_${Math.random().toString(36).slice(2)}`, content };
      return (await pushes.people.call<{ seq: number }>(speaker, `POST /conversations/${id}/messages`, body)).body.seq;
    };
    await until('I am gone', async () => (await pushes.why(me, id, other)) !== '');
    expect(await pushes.why(me, id, await reply(root))).toMatch(/: thread$/);
    expect(await pushes.why(me, id, await reply(other))).toBe('suppressed: thread-not-followed');
    device.close();
  });

  it('what the system says comes once in five minutes', async () => {
    const { me, device, id, browser } = await group();
    const made = (await pushes.people.history(me, id)).messages[0]?.seq ?? 0;
    expect(await pushes.why(me, id, made)).toBe('sent: system');
    await pushes.people.change(device.session, id, { name: 'renamed' });
    await pushes.people.change(device.session, id, { topic: 'and again' });
    await sleep(4_000);
    expect(browser.got).toHaveLength(1);
    expect(await pushes.derived(me, id, made + 1)).toBe('waiting');
    // As if five minutes had gone by.
    await pushes.sql(
      `update push_window set system_pushed_at = now() - interval '5 minutes', due_at = now() where conversation_id = $1 and user_id = $2`,
      [id, me.userId],
    );
    expect(await pushes.why(me, id, made + 1)).toBe('merged: system');
    expect(browser.got).toHaveLength(2);
    expect(browser.got[1]?.payload).toMatchObject({ count: 3 });
    device.close();
  });

  /** As if it had been said so long ago. */
  const age = async (id: string, seq: number, ago: string): Promise<void> => {
    const shard = await pushes.people.shardOf(id);
    const text = 'update message set sent_at = now() - $3::interval where conversation_id = $1 and seq = $2';
    await query(shard, text, [id, seq, ago]);
  };

  it('old news wakes nobody, and is not kept for ever', async () => {
    const { me, device, id, browser } = await pair();
    const silent = await TestDevice.connect(realm.url, me);
    const seq = await say(device, id);
    await age(id, seq, '25 hours');
    expect(await pushes.why(me, id, seq)).toBe('suppressed: too-old');
    expect(await pushes.people.code(me, 'DELETE /push/subscriptions')).toBe('OK');
    const later = await say(device, id);
    await age(id, later, '31 days');
    expect(await pushes.derived(me, id, later)).toBe('not-kept');
    expect(browser.tries).toBe(0);
    [silent, device].forEach((one) => one.close());
  });

  it('a device that was signed out by then gets nothing, and its owner is told why', async () => {
    const { me, device, id, browser } = await pair();
    browser.answer = (_, response) => response.writeHead(503).end();
    const seq = await say(device, id);
    await until('it was refused', () => browser.tries === 1);
    const other = realm.tokens.another(me, `d_other_${me.userId}`);
    expect(await pushes.people.code(other, `DELETE /devices/${me.deviceId}`)).toBe('OK');
    await pushes.sql('update push_delivery set due_at = now() where user_id = $1', [me.userId]);
    // The sweep may have been faster: then there is no address any more.
    expect(await pushes.why(other, id, seq)).toMatch(/^suppressed: (signed-out|no-target)$/);
    expect(browser.tries).toBe(1);
    device.close();
  });

  it('how much it says is for its reader to set', async () => {
    const { me, device, id, browser } = await pair();
    await pushes.set(me, { preview: 'sender' });
    await pushes.record(me, id, await say(device, id, 'secret'));
    await pushes.set(me, { preview: 'none' });
    await pushes.record(me, id, await say(device, id, 'secret'));
    expect(browser.got.map(({ payload }) => Object.keys(payload).toSorted())).toEqual([
      ['conversationId', 'count', 'kind', 'sender', 'seq', 'v'],
      ['conversationId', 'count', 'seq', 'v'],
    ]);
    device.close();
  });

  it('who was not considered is told why all the same', async () => {
    const [speaker, me] = realm.pair();
    const device = await TestDevice.connect(realm.url, speaker);
    const id = me.conversationId;
    const seq = await say(device, id);
    expect(await pushes.derived(me, id, seq)).toBe('no-target');
    await pushes.browser(me);
    expect(await pushes.derived(me, id, seq)).toBe('not-considered');
    const [stranger] = realm.pair();
    for (const [who, at] of [
      [stranger, seq],
      [me, seq + 1],
    ] as const) {
      const answer = await pushes.people.code(who, `GET /notifications/ledger?conversationId=${id}&seq=${at}`);
      expect(answer).toBe('MESSAGE_NOT_FOUND');
    }
    expect((await pushes.page(stranger, `?conversationId=${id}`)).records).toEqual([]);
    device.close();
  });
});
