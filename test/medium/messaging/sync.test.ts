import type { ChatListPage, SyncPage } from '@parley/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rest, type Session, TestDevice } from '../../support/device.js';
import { SHAPES } from '../../support/server.js';
import { openRealm, type Realm } from '../support/realm.js';
import { query } from '../../support/query.js';
import { range } from '../support/wire.js';

describe.each(SHAPES)('sync (%s)', (shape) => {
  let realm: Realm;
  beforeAll(async () => {
    realm = await openRealm(shape, { gateways: 2, env: { PARLEY_SOCKET_EVENTS_PER_SECOND: '2000' } });
  });
  afterAll(() => realm.close());

  const inboxShard = async ({ userId }: Session): Promise<string> => {
    for (const url of realm.databases.shards) {
      if ((await query(url, 'select 1 from inbox_head where user_id = $1', [userId])).length > 0) return url;
    }
    throw new Error('no inbox');
  };

  it('somebody new begins with nothing, from any cursor that says so', async () => {
    const [, wang] = realm.pair();
    const device = await TestDevice.connect(realm.url, wang);
    const page = await device.call('sync.pull', { incarnation: '0', lastSeq: 0 });
    const { incarnation } = page;
    expect(page).toEqual({ incarnation, entries: [], hasMore: false, latestSeq: 0, heads: [] });
    expect(await device.heartbeat()).toMatchObject({ incarnation, inboxSeq: 0, heads: [], own: [] });
    const { body } = await rest<ChatListPage>(realm.url, wang, { path: '/conversations' });
    expect(body.cursor).toEqual({ incarnation, inboxSeq: 0 });
    device.close();
  });

  it('a snapshot taken while messages come, continued from its cursor, misses none', async () => {
    const [lin, wang] = realm.pair();
    const talker = await TestDevice.connect(realm.url, lin);
    const reader = await TestDevice.connect(realm.url, wang);
    let talking = true;
    const talk = (async () => {
      for (let count = 0; talking; count += 1) await talker.send(`message ${count}`);
    })();
    for (let round = 0; round < 25; round += 1) {
      const { body } = await rest<ChatListPage>(realm.server.urls[1] ?? realm.url, wang, { path: '/conversations' });
      const shown = body.items[0]?.head.seq ?? 0;
      const page = await reader.call('sync.pull', {
        incarnation: body.cursor.incarnation,
        lastSeq: body.cursor.inboxSeq,
        limit: 500,
      });
      expect(page.reset).toBeUndefined();
      const pulled = page.entries.flatMap((entry) => (entry.kind === 'message' ? [entry.message.seq] : []));
      // The cursor is never ahead of the list: what it covers, the list shows.
      if (pulled.length > 0) expect(pulled[0]).toBeLessThanOrEqual(shown + 1);
    }
    talking = false;
    await talk;
    talker.close();
    reader.close();
  });

  it('a cursor that can not be continued is told why', async () => {
    const [lin, wang] = realm.pair();
    const a = await TestDevice.connect(realm.url, lin);
    const b = await TestDevice.connect(realm.url, wang);
    for (const number of range(1, 10)) await a.send(`message ${number}`);
    await b.untilText('message 10');
    const { incarnation, inboxSeq } = await b.heartbeat();
    const reset = async (cursor: { incarnation: string; lastSeq: number }): Promise<unknown> => {
      const page = await b.call('sync.pull', cursor);
      const query = `incarnation=${cursor.incarnation}&lastSeq=${cursor.lastSeq}`;
      const { body } = await rest<SyncPage>(realm.url, wang, { path: `/sync?${query}` });
      expect(body).toEqual(page);
      expect(page).toMatchObject({ incarnation, latestSeq: inboxSeq });
      if (page.reset !== undefined) expect(page.entries).toEqual([]);
      return page.reset ?? page.entries.length;
    };
    expect(await reset({ incarnation, lastSeq: inboxSeq })).toBe(0);
    expect(await reset({ incarnation, lastSeq: inboxSeq + 1 })).toBe('ahead');
    expect(await reset({ incarnation: '1', lastSeq: 3 })).toBe('incarnation');
    expect(await reset({ incarnation: 'nonsense', lastSeq: 3 })).toBe('incarnation');
    expect(await reset({ incarnation: '0', lastSeq: 0 })).toBe(inboxSeq);

    const shard = await inboxShard(wang);
    await query(shard, 'delete from inbox_entry where user_id = $1 and inbox_seq <= 4', [wang.userId]);
    await query(shard, 'update inbox_head set floor_seq = 4 where user_id = $1', [wang.userId]);
    expect(await reset({ incarnation, lastSeq: 3 })).toBe('too-old');
    expect(await reset({ incarnation, lastSeq: 4 })).toBe(inboxSeq - 4);
    expect(await reset({ incarnation: '0', lastSeq: 0 })).toBe('too-old');

    // A restored backup gives its inboxes a new incarnation.
    await query(shard, 'update inbox_head set incarnation = incarnation + 1 where user_id = $1', [wang.userId]);
    expect((await b.call('sync.pull', { incarnation, lastSeq: inboxSeq })).reset).toBe('incarnation');
    a.close();
    b.close();
  });

  it('pages are as large as asked for, contiguous, and say whether more follows', async () => {
    const [lin, wang] = realm.pair();
    const a = await TestDevice.connect(realm.url, lin);
    const b = await TestDevice.connect(realm.url, wang);
    await Promise.all(range(1, 60).map((number) => a.send(`message ${number}`)));
    let { incarnation, inboxSeq } = await b.heartbeat();
    while (inboxSeq < 60) ({ incarnation, inboxSeq } = await b.heartbeat());
    for (const limit of [1, 7, 60, 61, 500]) {
      const page = await b.call('sync.pull', { incarnation, lastSeq: 0, limit });
      expect(page.entries.map((entry) => entry.inboxSeq)).toEqual(range(1, Math.min(limit, 60)));
      expect(page.hasMore).toBe(limit < 60);
    }
    a.close();
    b.close();
  });

  it('batch sync gives the missing part of each timeline and leaves out what is not mine', async () => {
    const [lin, wang] = realm.pair();
    const [other] = realm.pair();
    const a = await TestDevice.connect(realm.url, lin);
    const b = await TestDevice.connect(realm.url, wang);
    for (const number of range(1, 12)) await a.send(`message ${number}`);
    const at = (conversationId: string, lastSeq: number): object => ({ conversationId, lastSeq, lastRev: lastSeq });
    const ask = { syncs: [at(lin.conversationId, 9), at(other.conversationId, 0), at('4611686018427387904', 0)] };
    const page = await b.askRaw('sync.batch', ask);
    expect(page).toMatchObject({
      ok: true,
      data: { syncs: [{ conversationId: lin.conversationId, head: { seq: 12, rev: 12 }, hasMore: false }] },
    });
    const { body } = await rest(realm.url, wang, { method: 'POST', path: '/batch/sync', body: ask });
    expect(body).toEqual(page.ok ? page.data : null);
    a.close();
    b.close();
  });
});
