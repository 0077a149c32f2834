import { ENTRY_KIND, MESSAGE_KIND } from '@parley/db';
import type { Shard, ShardRouter } from '@parley/db';
import { EPOCH_MS } from '@parley/core';
import type { AgedConversation } from './age-plan.js';

/** What a slice of the time adds to a conversation. */
export type AgedAmount = { conversationId: string; count: number };
/** Where it lies: behind these heads. */
export type AgedSpan = AgedAmount & { seq: number; rev: number };

export type Slice = { number: number; from: Date; to: Date };

/** Conversations in which these people are, and nobody else. */
export async function conversationsOf(shard: Shard, userIds: readonly string[]): Promise<AgedConversation[]> {
  const { rows } = await shard.pool.query<AgedConversation>(
    `select m.conversation_id::text as "conversationId", array_agg(m.user_id::text order by m.user_id) as "memberIds"
       from member m
      where m.conversation_id in (select conversation_id from member where user_id = any ($1::bigint[]))
      group by m.conversation_id
     having bool_and(m.user_id = any ($1::bigint[])) and count(*) > 1`,
    [userIds],
  );
  return rows;
}

/**
 * Messages as they would have been stored one after the other, and the heads behind them: seq, rev and ord without a gap, later ones
 * later, conversations interleaved as they are when many talk at once. `texts` are drawn from in turn.
 */
export async function addMessages(
  shard: Shard,
  amounts: readonly AgedAmount[],
  { slice, texts }: { slice: Slice; texts: readonly string[] },
): Promise<AgedSpan[]> {
  const { rows } = await shard.pool.query<{ conversationId: string; count: number; seq: string; rev: string }>(
    `with plan as materialized (
       select u.c, u.n, h.seq, h.rev, h.ord, m.ids, $4::timestamptz - $3::timestamptz as span, (u.c % 997) / 997.0 as shift
         from unnest($1::bigint[], $2::int[]) u(c, n)
         join conversation_head h on h.conversation_id = u.c
         cross join lateral (select array_agg(user_id order by user_id) as ids from member where conversation_id = u.c) m
     ), timed as materialized (
       select p.c, p.seq, p.rev, p.ord, p.ids, k,
              $3::timestamptz + p.span * ((k - 1 + p.shift) / p.n)::float8 as at
         from plan p cross join lateral generate_series(1, p.n) k
     ), placed as (
       select t.*, row_number() over (order by at, c, k) as place from timed t
     ), stored as (
       insert into message (conversation_id, seq, message_id, sender_id, rev, ord, sent_at, kind, client_msg_id, text)
       select c, seq + k,
              ((floor(date_part('epoch', at) * 1000)::bigint - $5::bigint) << 22) | (($6::bigint << 18) + place % 262144),
              ids[1 + (hashint8(c + 31 * (seq + k)) & 65535) % cardinality(ids)],
              rev + k, ord + k, at, $7, 'aged_' || (seq + k), ($8::text[])[1 + (place % $9)]
         from placed order by place
     ), moved as (
       update conversation_head h
          set seq = h.seq + p.n, rev = h.rev + p.n, ord = h.ord + p.n,
              last_sent_at = greatest(h.last_sent_at, $3::timestamptz + p.span * ((p.n - 1 + p.shift) / p.n)::float8)
         from plan p where h.conversation_id = p.c
     )
     select c::text as "conversationId", n as count, seq::text, rev::text from plan`,
    [
      amounts.map(({ conversationId }) => conversationId),
      amounts.map(({ count }) => count),
      slice.from,
      slice.to,
      EPOCH_MS,
      shard.id % 16,
      MESSAGE_KIND.text,
      texts,
      texts.length,
    ],
  );
  return rows.map((row) => ({ ...row, seq: Number(row.seq), rev: Number(row.rev) }));
}

/** The entries of one inbox for such a span. */
export type AgedEntries = AgedSpan & { userId: string };

/** Inbox entries of a slice, placed behind each inbox's head in the order of time. */
export async function addEntries(shard: Shard, entries: readonly AgedEntries[]): Promise<void> {
  const values = [
    entries.map(({ userId }) => userId),
    entries.map(({ conversationId }) => conversationId),
    entries.map(({ seq }) => seq),
    entries.map(({ rev }) => rev),
    entries.map(({ count }) => count),
  ];
  await shard.pool.query(
    `insert into inbox_head (user_id, incarnation)
     select distinct u, (select incarnation from shard_meta) from unnest($1::bigint[]) u on conflict do nothing`,
    values.slice(0, 1),
  );
  await shard.pool.query(
    `with timed as materialized (
       select p.u, p.c, p.s + k as seq, p.r + k as rev, (k - 1 + (p.c % 997) / 997.0) / p.n as at
         from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::int[]) p(u, c, s, r, n)
         cross join lateral generate_series(1, p.n) k
     ), placed as (
       select t.*, row_number() over (partition by u order by at, c, seq) as place from timed t
     ), stored as (
       insert into inbox_entry (user_id, inbox_seq, conversation_id, rev, seq, kind)
       select x.u, h.inbox_seq + x.place, x.c, x.rev, x.seq, $6
         from placed x join inbox_head h on h.user_id = x.u order by x.at, x.u, x.place
     )
     update inbox_head h set inbox_seq = h.inbox_seq + t.n
       from (select u, count(*) as n from timed group by u) t where h.user_id = t.u`,
    [...values, ENTRY_KIND.message],
  );
}

/** How many are left unread in one conversation of ten. */
const UNREAD = 3;

/** Everybody has read what there is, but a few; each device is where its inbox is. */
export async function catchUp(
  shards: ShardRouter,
  { userIds, deviceOf, now }: { userIds: readonly string[]; deviceOf: (userId: string) => string; now: Date },
): Promise<void> {
  for (const shard of shards.shards) {
    await shard.pool.query(
      `update member m
          set delivered_seq = h.seq, read_at = $2,
              read_seq = greatest(m.read_seq, h.seq - case when (m.conversation_id + m.user_id) % 10 = 0 then $3::int else 0 end)
         from conversation_head h
        where m.user_id = any ($1::bigint[]) and h.conversation_id = m.conversation_id`,
      [userIds, now, UNREAD],
    );
  }
  for (const [shard, mine] of shards.groupByShard(userIds, (userId) => userId)) {
    await shard.pool.query(
      `insert into device_cursor (user_id, device_id, incarnation, inbox_seq, acked_at)
       select h.user_id, d.device, h.incarnation, h.inbox_seq, $3
         from unnest($1::bigint[], $2::text[]) d(u, device) join inbox_head h on h.user_id = d.u
       on conflict (user_id, device_id) do update
          set incarnation = excluded.incarnation, inbox_seq = excluded.inbox_seq, acked_at = excluded.acked_at`,
      [mine, mine.map(deviceOf), now],
    );
  }
}

/** As the databases' own cleaning would have left them. */
export async function settle(shard: Shard): Promise<number> {
  await shard.pool.query('vacuum (analyze) message, conversation_head, member, inbox_entry, inbox_head, device_cursor');
  const { rows } = await shard.pool.query<{ bytes: string }>('select pg_database_size(current_database()) as bytes');
  return Number(rows[0]?.bytes ?? 0);
}
