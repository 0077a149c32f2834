import type { Shard, StoredProfile, Tx } from '@parley/db';

export type GroupCard = {
  kind: string;
  name: string | null;
  memberCount: number;
  profile: StoredProfile;
  /** The one who asks was taken out of it. */
  removed: boolean;
};
type CardColumns = StoredProfile & { kind: string; name: string | null; member_count: number; removed: boolean };

/** A group as it is shown to one who has a link; null: it was dissolved, or nobody is in it. */
export async function groupCard(
  shard: Shard,
  { conversationId, userId }: { conversationId: string; userId: string },
): Promise<GroupCard | null> {
  const { rows } = await shard.pool.query<CardColumns>({
    name: 'group_card',
    text: `select kind, name, member_count, topic, avatar, settings, visibility, archived_at is not null as archived,
                  exists (select 1 from former_member f where f.conversation_id = id and f.user_id = $2 and f.removed) as removed
             from conversation where id = $1 and dissolved_at is null and member_count > 0`,
    values: [conversationId, userId],
  });
  const [row] = rows;
  if (row === undefined) return null;
  const { kind, name, member_count: memberCount, topic, avatar, settings, visibility, archived, removed } = row;
  return { kind, name, memberCount, profile: { topic, avatar, settings, visibility, archived }, removed };
}

/** Under the lock of the group's head. false: they wait already. */
export async function insertJoinRequest(
  tx: Tx,
  { conversationId, userId, now }: { conversationId: string; userId: string; now: Date },
): Promise<boolean> {
  const fresh = await tx.query(
    'insert into join_request (conversation_id, user_id, created_at) values ($1, $2, $3) on conflict do nothing returning user_id',
    [conversationId, userId, now],
  );
  return fresh.length > 0;
}

export async function countJoinRequests(tx: Tx, conversationId: string): Promise<number> {
  const [row] = await tx.query<{ n: number }>(
    'select count(*)::int as n from join_request where conversation_id = $1',
    [conversationId],
  );
  return row?.n ?? 0;
}

/** Who hears of those who wait; a group has few admins, and more than these need not hear. */
export async function adminsOf(tx: Tx, conversationId: string): Promise<string[]> {
  const rows = await tx.query<{ user_id: string }>(
    `select user_id::text from member where conversation_id = $1 and role in ('owner', 'admin') order by user_id limit 200`,
    [conversationId],
  );
  return rows.map((row) => row.user_id);
}

export type RequestRow = { userId: string; at: Date };

export async function joinRequestPage(
  tx: Tx,
  { conversationId, after, limit }: { conversationId: string; after: string; limit: number },
): Promise<RequestRow[]> {
  const rows = await tx.query<{ user_id: string; created_at: Date }>(
    `select user_id::text, created_at from join_request where conversation_id = $1 and user_id > $2 order by user_id limit $3`,
    [conversationId, after, limit],
  );
  return rows.map((row) => ({ userId: row.user_id, at: row.created_at }));
}

/** false: nobody waits under this id. */
export async function deleteJoinRequest(tx: Tx, conversationId: string, userId: string): Promise<boolean> {
  const gone = await tx.query(
    'delete from join_request where conversation_id = $1 and user_id = $2 returning user_id',
    [conversationId, userId],
  );
  return gone.length > 0;
}
