import { ParleyError } from '@parley/contract';
import { type GroupPerson, roleOf } from '@parley/core';
import type { Shard, Tx } from '@parley/db';

export type MemberRow = { userId: string; role: string };

/** Which of these people are in it now. */
export async function membersAmong(tx: Tx, conversationId: string, userIds: readonly string[]): Promise<MemberRow[]> {
  const rows = await tx.query<{ user_id: string; role: string }>(
    'select user_id::text, role from member where conversation_id = $1 and user_id = any ($2::bigint[])',
    [conversationId, userIds],
  );
  return rows.map((row) => ({ userId: row.user_id, role: row.role }));
}

export type LockedMember = GroupPerson & { nickname: string | null; mutedUntil: number | null };

/** Somebody whom an act concerns; throws MEMBER_NOT_FOUND. */
export async function memberIn(tx: Tx, conversationId: string, userId: string): Promise<LockedMember> {
  const [row] = await tx.query<{ role: string; nickname: string | null; mute_until: Date | null }>(
    'select role, nickname, mute_until from member where conversation_id = $1 and user_id = $2',
    [conversationId, userId],
  );
  if (row === undefined) throw new ParleyError('MEMBER_NOT_FOUND');
  return { userId, role: roleOf(row.role), nickname: row.nickname, mutedUntil: row.mute_until?.getTime() ?? null };
}

/**
 * They come in with this seq, nothing of before is unread, and they see from visibleFrom on. What held for them when they went
 * holds again: nobody shakes off a mute by leaving.
 */
export async function insertMembers(
  tx: Tx,
  {
    conversationId,
    userIds,
    joinSeq,
    visibleFrom,
    now,
  }: { conversationId: string; userIds: readonly string[]; joinSeq: number; visibleFrom: number; now: Date },
): Promise<void> {
  await tx.query(
    `with back as (
       delete from former_member where conversation_id = $1 and user_id = any ($2::bigint[]) returning *)
     insert into member (conversation_id, user_id, read_seq, joined_at, mute_until, slow_at, slow_key)
     select $1, u, $3::bigint - 1, $4, b.mute_until, b.slow_at, b.slow_key
       from unnest($2::bigint[]) u left join back b on b.user_id = u order by u`,
    [conversationId, userIds, joinSeq, now],
  );
  await tx.query(
    'insert into member_interval (conversation_id, user_id, join_seq, visible_from) select $1, u, $3, $4 from unnest($2::bigint[]) u',
    [conversationId, userIds, joinSeq, visibleFrom],
  );
  await tx.query('select add_readers($1, $2)', [conversationId, userIds]);
}

type Departure = { conversationId: string; userId: string; head: { seq: number; rev: number }; removed: boolean };

/** They go at this head: its message is the last that they may see, its rev the last change. `removed`: by somebody else. */
export async function deleteMember(tx: Tx, { conversationId, userId, head, removed }: Departure): Promise<void> {
  const [gone] = await tx.query<{ read_seq: string }>(
    `with gone as (delete from member where conversation_id = $1 and user_id = $2 returning *), former as (
       insert into former_member (conversation_id, user_id, mute_until, slow_at, slow_key, removed)
       select conversation_id, user_id, mute_until, slow_at, slow_key, $3 from gone
        where $3 or mute_until is not null or slow_at is not null)
     select read_seq from gone`,
    [conversationId, userId, removed],
  );
  await tx.query(
    'update member_interval set left_seq = $3, left_rev = $4 where conversation_id = $1 and user_id = $2 and left_seq is null',
    [conversationId, userId, head.seq, head.rev],
  );
  if (gone !== undefined) {
    await tx.query('select remove_readers($1, $2, $3)', [conversationId, [userId], [gone.read_seq]]);
  }
}

/** Whether somebody who is not in it was taken out the last time that they were. */
export async function wasRemoved(tx: Tx, conversationId: string, userId: string): Promise<boolean> {
  const found = await tx.query('select 1 from former_member where conversation_id = $1 and user_id = $2 and removed', [
    conversationId,
    userId,
  ]);
  return found.length > 0;
}

export async function storeRole(tx: Tx, conversationId: string, { userId, role }: MemberRow): Promise<void> {
  await tx.query('update member set role = $3 where conversation_id = $1 and user_id = $2', [
    conversationId,
    userId,
    role,
  ]);
}

export async function storeMute(
  tx: Tx,
  conversationId: string,
  { userId, until }: { userId: string; until: number | null },
): Promise<void> {
  await tx.query('update member set mute_until = $3 where conversation_id = $1 and user_id = $2', [
    conversationId,
    userId,
    until === null ? null : new Date(until),
  ]);
}

export async function storeNickname(
  tx: Tx,
  conversationId: string,
  { userId, nickname }: { userId: string; nickname: string | null },
): Promise<void> {
  await tx.query('update member set nickname = $3 where conversation_id = $1 and user_id = $2', [
    conversationId,
    userId,
    nickname,
  ]);
}

/** Who is in, or was refused, waits no longer; the number that waited. */
export async function deleteJoinRequests(tx: Tx, conversationId: string, userIds: readonly string[]): Promise<number> {
  const gone = await tx.query(
    'delete from join_request where conversation_id = $1 and user_id = any ($2::bigint[]) returning user_id',
    [conversationId, userIds],
  );
  return gone.length;
}

export async function storeCount(tx: Tx, conversationId: string, memberCount: number): Promise<void> {
  await tx.query('update conversation set member_count = $2 where id = $1', [conversationId, memberCount]);
}

export type NewGroup = {
  conversationId: string;
  kind: 'group' | 'channel';
  name: string;
  ownerId: string;
  memberCount: number;
  now: Date;
};

/** false: it is there already. */
export async function insertGroup(
  tx: Tx,
  { conversationId, kind, name, ownerId, memberCount, now }: NewGroup,
): Promise<boolean> {
  const made = await tx.query(
    `insert into conversation (id, kind, name, member_count, created_by, created_at) values ($1, $6, $2, $3, $4, $5)
     on conflict do nothing returning id`,
    [conversationId, name, memberCount, ownerId, now, kind],
  );
  if (made.length === 0) return false;
  await tx.query('insert into conversation_head (conversation_id) values ($1)', [conversationId]);
  return true;
}

export type PageRow = {
  userId: string;
  role: string;
  joinedAt: Date;
  nickname: string | null;
  mutedUntil: Date | null;
};
export type MemberRows = { memberCount: number; rows: PageRow[] };

type PageColumns = {
  member_count: number;
  user_id: string;
  role: string;
  joined_at: Date;
  nickname: string | null;
  mute_until: Date | null;
};

function pageRow(row: PageColumns): PageRow {
  return {
    userId: row.user_id,
    role: row.role,
    joinedAt: row.joined_at,
    nickname: row.nickname,
    mutedUntil: row.mute_until,
  };
}

export type PageAsked = { conversationId: string; actorId: string; after: string; limit: number; admins: boolean };

/** A page of members for one who is among them; null for anybody else. */
export async function memberPage(
  shard: Shard,
  { conversationId, actorId, after, limit, admins }: PageAsked,
): Promise<MemberRows | null> {
  const { rows } = await shard.pool.query<PageColumns>({
    name: 'member_page',
    text: `select greatest(c.member_count, (select count(*) from member x where c.kind = 'direct' and x.conversation_id = c.id)::int) as member_count,
                  m.user_id, m.role, coalesce(m.joined_at, c.created_at) as joined_at, m.nickname, m.mute_until
             from conversation c
             join member me on me.conversation_id = c.id and me.user_id = $2
             left join lateral (
               select * from member m
                where m.conversation_id = c.id and m.user_id > $3 and ($5 is false or m.role in ('owner', 'admin'))
                order by m.user_id limit $4) m on true
            where c.id = $1 and c.dissolved_at is null`,
    values: [conversationId, actorId, after, limit, admins],
  });
  const [first] = rows;
  if (first === undefined) return null;
  const members = rows.filter((row) => row.user_id !== null);
  return { memberCount: first.member_count, rows: members.map(pageRow) };
}

/** These members, for one who is among the members; null for anybody else. */
export async function membersByIds(
  shard: Shard,
  { conversationId, actorId, userIds }: { conversationId: string; actorId: string; userIds: readonly string[] },
): Promise<PageRow[] | null> {
  const { rows } = await shard.pool.query<PageColumns>({
    name: 'members_by_ids',
    text: `select c.member_count, m.user_id, m.role, coalesce(m.joined_at, c.created_at) as joined_at, m.nickname, m.mute_until
             from conversation c
             join member me on me.conversation_id = c.id and me.user_id = $2
             left join member m on m.conversation_id = c.id and m.user_id = any ($3::bigint[])
            where c.id = $1 and c.dissolved_at is null`,
    values: [conversationId, actorId, userIds],
  });
  return rows.length === 0 ? null : rows.filter((row) => row.user_id !== null).map(pageRow);
}

export type NamedHere = { userId: string; nickname: string | null };

/** All who are in it, as far as it takes to look for one of them; null for one who is not. */
export async function everyMember(
  shard: Shard,
  { conversationId, actorId }: { conversationId: string; actorId: string },
): Promise<{ memberCount: number; members: NamedHere[] } | null> {
  const { rows } = await shard.pool.query<{ member_count: number; user_id: string; nickname: string | null }>({
    name: 'every_member',
    text: `select c.member_count, m.user_id, m.nickname
             from conversation c
             join member me on me.conversation_id = c.id and me.user_id = $2
             join member m on m.conversation_id = c.id
            where c.id = $1 and c.dissolved_at is null`,
    values: [conversationId, actorId],
  });
  const [first] = rows;
  if (first === undefined) return null;
  const members = rows.map(({ user_id: userId, nickname }) => ({ userId, nickname }));
  return { memberCount: first.member_count || members.length, members };
}

/** Who of these is in it now, as of an access version. */
export async function presentAmong(
  shard: Shard,
  conversationId: string,
  userIds: readonly string[],
): Promise<{ version: string; present: Set<string> }> {
  const { rows } = await shard.pool.query<{ version: string; user_id: string | null }>({
    name: 'present_among',
    text: `select h.access_version as version, m.user_id
             from conversation_head h
             join conversation c on c.id = h.conversation_id
             left join member m on m.conversation_id = h.conversation_id and m.user_id = any ($2::bigint[])
                                and c.dissolved_at is null
            where h.conversation_id = $1`,
    values: [conversationId, userIds],
  });
  return { version: rows[0]?.version ?? '', present: new Set(rows.flatMap((row) => row.user_id ?? [])) };
}
