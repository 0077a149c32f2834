import type { ChatListItem, ChatListPage } from '@parley/contract';
import { openLine, type Line } from '@parley/parley/line';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rest, type Session, TestDevice } from '../../support/device.js';
import { query } from '../../support/query.js';
import { SHAPES } from '../../support/server.js';
import { sleep, until } from '../../support/wait.js';
import { openRealm, type Realm } from '../support/realm.js';
import { codeOf } from '../support/wire.js';

/** The same address by another way. */
async function proxied(url: string): Promise<{ url: string; proxy: Line }> {
  const target = new URL(url);
  const proxy = await openLine(Number(target.port));
  target.hostname = '127.0.0.1';
  target.port = String(proxy.port);
  return { url: target.toString(), proxy };
}

describe.each(SHAPES)('a shard that is away delays its own users only (%s)', (shape) => {
  let realm: Realm;
  let proxy: Line;
  beforeAll(async () => {
    realm = await openRealm(shape, {
      through: async (databases) => {
        const [first = '', second = ''] = databases.shards;
        const through = await proxied(second);
        proxy = through.proxy;
        return { directory: databases.directory, shards: [first, through.url] };
      },
    });
  });
  afterAll(async () => {
    await realm.close();
    await proxy.close();
  });

  /** Whether all that a pair has lives on this shard. */
  async function livesOn(shard: 0 | 1, [a, b]: readonly [Session, Session]): Promise<boolean> {
    const url = realm.databases.shards[shard] ?? '';
    const [row] = await query<{ people: string; conversations: string }>(
      url,
      `select (select count(*) from chat_list where user_id in ($1, $2)) as people,
              (select count(*) from conversation where id = $3) as conversations`,
      [a.userId, b.userId, a.conversationId],
    );
    return row?.people === '2' && row.conversations === '1';
  }

  /** Pairs that were met while one for the other shard was looked for. */
  const spare: Record<0 | 1, [Session, Session][]> = { 0: [], 1: [] };

  async function pairOn(shard: 0 | 1): Promise<[Session, Session]> {
    const kept = spare[shard].pop();
    if (kept !== undefined) return kept;
    const other = shard === 0 ? 1 : 0;
    for (;;) {
      const pair = realm.pair();
      if (await livesOn(shard, pair)) return pair;
      if (await livesOn(other, pair)) spare[other].push(pair);
    }
  }

  it('the others send, read, beat and tell cursors; those of the shard hear UNAVAILABLE and keep their connection', async () => {
    const [lin, wang] = await pairOn(0);
    const [gao, sun] = await pairOn(1);
    const [a, b, c, d] = await Promise.all([lin, wang, gao, sun].map((one) => TestDevice.connect(realm.url, one)));
    if (a === undefined || b === undefined || c === undefined || d === undefined) throw new Error('four devices');
    await c.send('before');
    await d.untilText('before');
    proxy.cut();
    await sleep(100);

    // In one batch with those that can't be answered.
    const beats = await Promise.all([a, b, c, d].map((device) => codeOf(device.call('heartbeat', {}))));
    expect(beats).toEqual(['OK', 'OK', 'UNAVAILABLE', 'UNAVAILABLE']);
    await a.send('still here');
    await b.untilText('still here');
    const { incarnation, inboxSeq } = await b.heartbeat();
    const acks = await Promise.all([
      codeOf(b.call('cursor.ack', { incarnation, inboxSeq })),
      codeOf(d.call('cursor.ack', { incarnation: '1', inboxSeq: 1 })),
    ]);
    expect(acks).toEqual(['OK', 'UNAVAILABLE']);
    const reads = await Promise.all([
      codeOf(b.call('receipt.read', { conversationId: wang.conversationId, seq: 1 })),
      codeOf(d.call('receipt.read', { conversationId: sun.conversationId, seq: 1 })),
    ]);
    expect(reads).toEqual(['OK', 'UNAVAILABLE']);

    proxy.heal();
    await until('the shard is back', async () => (await codeOf(d.call('heartbeat', {}))) === 'OK');
    await c.send('after');
    await d.untilText('after');
    expect([a, b, c, d].map(({ closed }) => closed)).toEqual([null, null, null, null]);
    [a, b, c, d].forEach((device) => device.close());
  });

  it('a list leaves out the rows that are away and says so; with the shard they are back', async () => {
    const isOn = async (shard: 0 | 1, text: string, id: string): Promise<boolean> =>
      (await query(realm.databases.shards[shard] ?? '', text, [id])).length > 0;
    let [lin] = realm.pair();
    while (!(await isOn(0, 'select 1 from inbox_head where user_id = $1', lin.userId))) [lin] = realm.pair();
    let opened = 1;
    for (let away = false; !away; opened += 1) {
      const [{ userId }] = realm.pair();
      const open = { method: 'POST', path: '/conversations', body: { kind: 'direct', userId } };
      const { conversationId } = (await rest<ChatListItem>(realm.url, lin, open)).body;
      away = await isOn(1, 'select 1 from conversation where id = $1', conversationId);
    }
    const list = async (): Promise<ChatListPage> =>
      (await rest<ChatListPage>(realm.url, lin, { path: '/conversations' })).body;
    const whole = await list();
    expect(whole.missing).toBeUndefined();
    expect(whole.items).toHaveLength(opened);
    const there = await query<{ id: string }>(
      realm.databases.shards[0] ?? '',
      'select id from conversation where id = any ($1::bigint[])',
      [whole.items.map(({ conversationId }) => conversationId)],
    );
    proxy.cut();
    await sleep(100);
    const partial = await list();
    expect(partial.missing).toBe(true);
    expect(partial.items.map(({ conversationId }) => conversationId).toSorted()).toEqual(
      there.map(({ id }) => id).toSorted(),
    );
    proxy.heal();
    await until('the list is whole', async () => (await list()).items.length === opened);
    expect(await list()).toEqual(whole);
  });

  it('entries that were written and never pushed are pulled as soon as somebody takes over', async () => {
    const [lin, wang] = realm.pair();
    const a = await TestDevice.connect(realm.url, lin);
    const b = await TestDevice.connect(realm.url, wang);
    await a.send('told once');
    await b.untilText('told once');
    const shard = await shardOf('select 1 from conversation where id = $1', lin.conversationId);
    const theirs = await shardOf('select 1 from inbox_head where user_id = $1', wang.userId);
    const [source] = await query<{ shard_id: number }>(shard, 'select shard_id from shard_meta');
    const [marker] = await query<{ id: string }>(
      theirs,
      'select max(outbox_id) as id from fanout_marker where source_shard = $1',
      [source?.shard_id],
    );
    await until('its outbox row is gone', async () => (await query(shard, 'select 1 from outbox')).length === 0);
    expect(b.resyncs).toEqual([]);
    // As a process leaves it that dies between the commit of the inboxes and the push: the row, and its markers.
    await query(
      shard,
      `insert into outbox (id, kind, payload, created_at, next_at) values ($1, 'message', $2, now(), now())`,
      [marker?.id, JSON.stringify([`${lin.conversationId}:1:1`])],
    );
    await until('it is told to pull', () => b.resyncs.some(({ reason }) => reason === 'missed'));
    await until('the row is gone again', async () => (await query(shard, 'select 1 from outbox')).length === 0);
    expect(b.messages).toHaveLength(1);
    [a, b].forEach((device) => device.close());
  });

  async function shardOf(text: string, id: string): Promise<string> {
    for (const url of realm.databases.shards) if ((await query(url, text, [id])).length > 0) return url;
    throw new Error('it is nowhere');
  }
});
