import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rest, type Session, TestDevice } from '../../support/device.js';
import { SHAPES } from '../../support/server.js';
import { sleep, until } from '../../support/wait.js';
import { openTap, type Tap } from '../support/pg-tap.js';
import { openRealm, type Realm } from '../support/realm.js';
import { range } from '../support/wire.js';

/** What runs by the clock, and what each new connection of a pool begins with. */
const BACKGROUND =
  /^(claim_outbox|(claim|drop)_(scheduled|push)|push_subscriptions_after|renew_worker|drift_page|counter_drift|presence_(peers|people|said)|org_policy|touch_devices|inbox_extents|begin$|commit$|unnamed|select (id::text from app_user|r\.version|coalesce|shard_id|name from shard_meta)|delete from fanout)/;

const QUIET_MS = 300;

describe.each(SHAPES)('what the hot paths ask of the databases (%s)', (shape) => {
  let realm: Realm;
  let taps: { directory: Tap; shards: Tap[] };
  beforeAll(async () => {
    const opened: Tap[] = [];
    realm = await openRealm(shape, {
      env: { PARLEY_SOCKET_EVENTS_PER_SECOND: '5000' },
      through: async (databases) => {
        for (const url of [databases.directory, ...databases.shards]) opened.push(await openTap(url));
        const [directory, ...shards] = opened;
        if (directory === undefined) throw new Error('no databases');
        taps = { directory, shards };
        return { directory: directory.url, shards: shards.map(({ url }) => url) };
      },
    });
  });
  afterAll(async () => {
    await realm.close();
    await Promise.all([taps.directory, ...taps.shards].map((tap) => tap.close()));
  });

  /** What was asked until nothing more came for a while: what follows from an act may take longer than the act. */
  async function untilQuiet(): Promise<string[]> {
    const names: string[] = [];
    for (;;) {
      await sleep(QUIET_MS);
      const more = [taps.directory, ...taps.shards].flatMap((tap) => tap.take());
      const asked = more.filter((name) => !BACKGROUND.test(name));
      if (asked.length === 0) return names;
      names.push(...asked);
    }
  }

  /** Statements of one act, counted by name, without those that run by the clock. */
  async function counted(act: () => Promise<unknown>): Promise<Record<string, number>> {
    await untilQuiet();
    await act();
    const counts: Record<string, number> = {};
    for (const name of await untilQuiet()) counts[name] = (counts[name] ?? 0) + 1;
    return counts;
  }

  async function known(): Promise<{ a: TestDevice; b: TestDevice; lin: Session; wang: Session }> {
    const [lin, wang] = realm.pair();
    const a = await TestDevice.connect(realm.url, lin);
    const b = await TestDevice.connect(realm.url, wang);
    await a.send('the conversation is known from here on');
    return { a, b, lin, wang };
  }

  it('one send: append, fan-out to each shard of its two people, the outbox row goes; nothing of the directory', async () => {
    const { a, b } = await known();
    const { fanout_entries: fanouts = 0, ...others } = await counted(() => a.send('one'));
    expect(others).toEqual({ append_messages: 1, finish_outbox: 1 });
    expect(fanouts).toBeGreaterThanOrEqual(1);
    expect(fanouts).toBeLessThanOrEqual(2);
    [a, b].forEach((device) => device.close());
  });

  it('a hundred sends at once are a few batches, not a hundred', async () => {
    const { a, b } = await known();
    const counts = await counted(() => Promise.all(range(1, 100).map((number) => a.send(`number ${number}`))));
    expect(Object.keys(counts).toSorted()).toEqual(['append_messages', 'fanout_entries', 'finish_outbox']);
    expect(counts['append_messages']).toBeLessThanOrEqual(10);
    expect(counts['fanout_entries']).toBeLessThanOrEqual(20);
    expect(counts['finish_outbox']).toBeLessThanOrEqual(6);
    [a, b].forEach((device) => device.close());
  });

  it('a pull asks for its entries once, and for their messages a hundred at a time', async () => {
    const { a, b } = await known();
    await Promise.all(range(1, 200).map((number) => a.send(`number ${number}`)));
    // Acked is stored; the inbox follows.
    await until('all are in the inbox', async () => (await b.heartbeat()).inboxSeq > 200);
    const { incarnation, inboxSeq } = await b.heartbeat();
    const one = await counted(() => b.call('sync.pull', { incarnation, lastSeq: inboxSeq - 1, limit: 1 }));
    const many = await counted(() => b.call('sync.pull', { incarnation, lastSeq: inboxSeq - 200, limit: 200 }));
    expect(one).toEqual({ inbox_after: 1, messages_by_keys: 1, heads_wanted: 1 });
    expect(many).toEqual({ inbox_after: 1, messages_by_keys: 2, heads_wanted: 1 });
    [a, b].forEach((device) => device.close());
  });

  it('heartbeats, cursors and reads of many devices go together', async () => {
    const { a, b, lin, wang } = await known();
    const more = await Promise.all(
      range(1, 10).map((number) => TestDevice.connect(realm.url, realm.tokens.another(wang, `d_wang_more_${number}`))),
    );
    for (const device of more) await device.call('watch', { conversationIds: [lin.conversationId] });
    const beats = await counted(() => Promise.all(more.map((device) => device.heartbeat())));
    expect(beats['inbox_heads']).toBeLessThanOrEqual(2);
    expect(beats['member_heads']).toBeLessThanOrEqual(2);
    const { incarnation, inboxSeq } = await b.heartbeat();
    const acks = await counted(() => Promise.all(more.map((one) => one.call('cursor.ack', { incarnation, inboxSeq }))));
    expect(acks['ack_cursors']).toBeLessThanOrEqual(2);
    const { conversationId } = lin;
    const reads = await counted(() =>
      Promise.all(more.map((one) => one.call('receipt.read', { conversationId, seq: 1 }))),
    );
    expect(reads['advance_reads']).toBeLessThanOrEqual(2);
    [a, b, ...more].forEach((device) => device.close());
  });

  it('a page of history and a chat list are a handful of statements, whatever they hold', async () => {
    const { a, b, lin } = await known();
    await Promise.all(range(1, 90).map((number) => a.send(`number ${number}`)));
    const sum = (counts: Record<string, number>): number =>
      Object.values(counts).reduce((all, count) => all + count, 0);
    const path = `/conversations/${lin.conversationId}/messages?limit=`;
    const page = async (limit: number): Promise<number> =>
      sum(await counted(() => rest(realm.url, lin, { path: `${path}${limit}` })));
    expect(await page(100)).toBe(await page(1));
    expect(await page(100)).toBeLessThanOrEqual(2);
    const list = await counted(() => rest(realm.url, lin, { path: '/conversations' }));
    expect(list).toEqual({
      inbox_heads: 1,
      chat_list: 1,
      chat_places: 1,
      chat_list_items: 1,
      mentioned_in: 1,
      chat_personal: 1,
    });
    [a, b].forEach((device) => device.close());
  });
});
