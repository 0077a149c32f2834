import type { ChatListPage } from '@parley/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rest, type Session, TestDevice } from '../../support/device.js';
import { query } from '../../support/query.js';
import { SHAPES } from '../../support/server.js';
import { until } from '../../support/wait.js';
import { openRealm, type Realm } from '../support/realm.js';
import { range } from '../support/wire.js';

const DAYS = 24 * 3_600_000;

describe.each(SHAPES)('inboxes are trimmed (%s)', (shape) => {
  let realm: Realm;
  beforeAll(async () => {
    realm = await openRealm(shape, {
      env: { PARLEY_SOCKET_EVENTS_PER_SECOND: '5000', PARLEY_INBOX_ENTRIES: '1000' },
    });
  });
  afterAll(() => realm.close());

  async function inboxShard({ userId }: Session): Promise<string> {
    for (const url of realm.databases.shards) {
      if ((await query(url, 'select 1 from inbox_head where user_id = $1', [userId])).length > 0) return url;
    }
    throw new Error('no inbox');
  }

  /** Floor and rows of the store. */
  async function held(who: Session): Promise<{ floor: number; rows: number; oldest: number | null }> {
    const [row] = await query<{ floor: number; rows: number; oldest: number | null }>(
      await inboxShard(who),
      `select h.floor_seq::int as floor, count(e.*)::int as rows, min(e.inbox_seq)::int as oldest
         from inbox_head h left join inbox_entry e on e.user_id = h.user_id where h.user_id = $1 group by h.floor_seq`,
      [who.userId],
    );
    if (row === undefined) throw new Error('no inbox');
    return row;
  }

  async function talk(count: number): Promise<{ a: TestDevice; wang: Session; incarnation: string; head: number }> {
    const [lin, wang] = realm.pair();
    const a = await TestDevice.connect(realm.url, lin);
    for (let sent = 0; sent < count; sent += 100) {
      await Promise.all(range(1, Math.min(100, count - sent)).map((number) => a.send(`message ${sent + number}`)));
    }
    const device = await TestDevice.connect(realm.url, wang);
    let { incarnation, inboxSeq: head } = await device.heartbeat();
    while (head < count) ({ incarnation, inboxSeq: head } = await device.heartbeat());
    device.close();
    return { a, wang, incarnation, head };
  }

  const mark = async (who: Session, inboxSeq: number, days: number): Promise<unknown> =>
    query(await inboxShard(who), 'insert into inbox_mark (user_id, inbox_seq, at) values ($1, $2, $3)', [
      who.userId,
      inboxSeq,
      new Date(Date.now() - days * DAYS),
    ]);
  const cursor = async (who: Session, [deviceId, seq, days]: [string, number, number], incarnation: string) =>
    query(
      await inboxShard(who),
      'insert into device_cursor (user_id, device_id, incarnation, inbox_seq, acked_at) values ($1, $2, $3, $4, $5)',
      [who.userId, deviceId, incarnation, seq, new Date(Date.now() - days * DAYS)],
    );

  it('by age, but not past a device that was there within it; who was away longer begins anew and has everything', async () => {
    const { a, wang, incarnation, head } = await talk(60);
    await cursor(wang, ['d_lately', 25, 89], incarnation);
    await cursor(wang, ['d_long_ago', 10, 91], incarnation);
    await mark(wang, 40, 91);
    await until('it is trimmed', async () => (await held(wang)).floor > 0);
    expect(await held(wang)).toEqual({ floor: 25, rows: head - 25, oldest: 26 });
    const device = await TestDevice.connect(realm.url, wang);
    const lately = await device.call('sync.pull', { incarnation, lastSeq: 25, limit: 500 });
    expect(lately.entries.map(({ inboxSeq }) => inboxSeq)).toEqual(range(26, head));
    const away = await device.call('sync.pull', { incarnation, lastSeq: 10 });
    expect(away).toMatchObject({ reset: 'too-old', entries: [] });
    // As it is told to: the chat list, and on from its cursor.
    const { body } = await rest<ChatListPage>(realm.url, wang, { path: '/conversations' });
    expect(body.items[0]).toMatchObject({ head: { seq: 60 }, unread: 60 });
    await a.send('after the snapshot');
    await device.untilText('after the snapshot');
    const { incarnation: same, inboxSeq } = body.cursor;
    const on = await device.call('sync.pull', { incarnation: same, lastSeq: inboxSeq });
    expect(on.reset).toBeUndefined();
    expect(on.entries.map((entry) => entry.inboxSeq)).toEqual(range(inboxSeq + 1, head + 1));
    [a, device].forEach((one) => one.close());
  });

  it('by size, whatever its age; and notes how far it is, once in a while', async () => {
    const { a, wang, head } = await talk(1_100);
    await until('it is trimmed', async () => (await held(wang)).floor > 0);
    expect(await held(wang)).toEqual({ floor: head - 1_000, rows: 1_000, oldest: head - 999 });
    const marks = async (): Promise<{ seq: number }[]> =>
      query(await inboxShard(wang), 'select inbox_seq::int as seq from inbox_mark where user_id = $1', [wang.userId]);
    await until('it is noted', async () => (await marks()).length > 0);
    await query(await inboxShard(wang), `update inbox_mark set at = at - interval '8 days' where user_id = $1`, [
      wang.userId,
    ]);
    await a.send('one more');
    await until('it is noted again', async () => (await marks()).some(({ seq }) => seq === head + 1));
    expect(await marks()).toHaveLength(2);
    a.close();
  });
});
