import type { Directory, Shard } from '@parley/db';

/** `settings`: what they set about being notified; both as stored, null: nothing was ever set. */
export type SaidRow = { status: object | null; settings: object | null };

/** What people of this shard have set that others are told of. */
export async function saidOf(shard: Shard, userIds: readonly string[]): Promise<Map<string, SaidRow>> {
  const { rows } = await shard.pool.query<SaidRow & { id: string }>({
    name: 'presence_said',
    text: `select u.id::text, s.status, n.settings
             from unnest($1::bigint[]) u(id)
             left join user_status s on s.user_id = u.id
             left join notification_settings n on n.user_id = u.id`,
    values: [userIds],
  });
  return new Map(rows.map(({ id, ...said }) => [id, said]));
}

/** `number`: counts up from one, for the bitmap. */
export type PersonRow = { number: number; active: boolean };

export async function peopleOf(directory: Directory, userIds: readonly string[]): Promise<Map<string, PersonRow>> {
  const { rows } = await directory.pool.query<{ id: string; number: number; active: boolean }>({
    name: 'presence_people',
    text: `select id::text, dense_number as number, status = 'active' as active
             from app_user where id = any ($1::bigint[]) and kind <> 'system'`,
    values: [userIds],
  });
  return new Map(rows.map(({ id, number, active }) => [id, { number, active }]));
}

/** How far back in an inbox is looked for whom somebody talked with last. */
const RECENT_ENTRIES = 200;

/**
 * The people that somebody of this shard talks with directly: those with whom something was said last first, then the newest
 * conversations.
 */
const PEERS = `
select u.id::text as user_id, p.peer_id::text
  from unnest($1::bigint[]) u(id)
 cross join lateral (
   select c.peer_id
     from chat_list c
     left join (select e.conversation_id, max(e.inbox_seq) as last
                  from (select conversation_id, inbox_seq from inbox_entry where user_id = u.id
                         order by inbox_seq desc limit ${RECENT_ENTRIES}) e
                 group by e.conversation_id) r on r.conversation_id = c.conversation_id
    where c.user_id = u.id and c.peer_id is not null and not c.hidden
    order by r.last desc nulls last, c.joined_at desc limit $2) p`;

export async function recentContacts(
  shard: Shard,
  userIds: readonly string[],
  limit: number,
): Promise<Map<string, string[]>> {
  const { rows } = await shard.pool.query<{ user_id: string; peer_id: string }>({
    name: 'presence_peers',
    text: PEERS,
    values: [userIds, limit],
  });
  const peers = Map.groupBy(rows, ({ user_id: userId }) => userId);
  return new Map([...peers].map(([userId, mine]) => [userId, mine.map(({ peer_id: peerId }) => peerId)]));
}

export type Pair = { conversationId: string; lowUser: string; highUser: string };

/** The direct conversations of one person with others. */
export async function directsWith(directory: Directory, userId: string, otherIds: readonly string[]): Promise<Pair[]> {
  const { rows } = await directory.pool.query<{ conversation_id: string; low_user: string; high_user: string }>({
    name: 'presence_directs',
    text: `select p.conversation_id::text, p.low_user::text, p.high_user::text
             from unnest($2::bigint[]) o(id)
             join direct_pair p on p.low_user = least($1::bigint, o.id) and p.high_user = greatest($1::bigint, o.id)`,
    values: [userId, otherIds],
  });
  return rows.map((row) => ({ conversationId: row.conversation_id, lowUser: row.low_user, highUser: row.high_user }));
}

/** Those of these conversations in which both have written, also when it was purged since. */
export async function exchanged(shard: Shard, pairs: readonly Pair[]): Promise<Set<string>> {
  const wrote = (who: string): string =>
    `(exists (select 1 from message m where m.conversation_id = p.c and m.sender_id = p.${who})
      or exists (select 1 from purged_key k where k.conversation_id = p.c and k.sender_id = p.${who}))`;
  const { rows } = await shard.pool.query<{ id: string }>({
    name: 'presence_exchanged',
    text: `select p.c::text as id from unnest($1::bigint[], $2::bigint[], $3::bigint[]) p(c, low, high)
            where ${wrote('low')} and ${wrote('high')}`,
    values: [
      pairs.map(({ conversationId }) => conversationId),
      pairs.map(({ lowUser }) => lowUser),
      pairs.map(({ highUser }) => highUser),
    ],
  });
  return new Set(rows.map(({ id }) => id));
}
