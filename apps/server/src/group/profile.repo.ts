import type { Shard, StoredProfile, Tx } from '@parley/db';

/** Name and profile as they are from now on. */
export async function storeGroup(
  tx: Tx,
  conversationId: string,
  { name, profile, now }: { name: string | null; profile: StoredProfile; now: Date },
): Promise<void> {
  const { topic, avatar, settings, visibility, archived } = profile;
  await tx.query(
    `update conversation
        set name = $2, topic = nullif($3, ''), avatar = $4, settings = $5, visibility = $6,
            archived_at = case when $7 then coalesce(archived_at, $8) end
      where id = $1`,
    [conversationId, name, topic, json(avatar), json(settings), visibility, archived, now],
  );
}

const json = (value: object | null): string | null => (value === null ? null : JSON.stringify(value));

/** `seq`: of the message that said it. */
export type AnnouncementRow = { text: string; userId: string; at: Date; seq: number };
type Columns = {
  announcement: string | null;
  announced_by: string | null;
  announced_at: Date | null;
  announced_seq: string | null;
};

function announcementRow(row: Columns | undefined): AnnouncementRow | null {
  if (row === undefined) return null;
  const { announcement: text, announced_by: userId, announced_at: at, announced_seq: seq } = row;
  return text === null || userId === null || at === null ? null : { text, userId, at, seq: Number(seq) };
}

/** null: there is none. */
export async function announcementOf(tx: Tx, conversationId: string): Promise<AnnouncementRow | null> {
  const [row] = await tx.query<Columns>(
    'select announcement, announced_by::text, announced_at, announced_seq from conversation where id = $1',
    [conversationId],
  );
  return announcementRow(row);
}

/** An empty text takes it away. */
export async function storeAnnouncement(
  tx: Tx,
  conversationId: string,
  { text, userId, now, seq }: { text: string; userId: string; now: Date; seq: number },
): Promise<void> {
  await tx.query(
    `update conversation set announcement = nullif($2, ''), announced_by = $3, announced_at = $4, announced_seq = $5 where id = $1`,
    [conversationId, text, userId, now, seq],
  );
}

/** For one who is in it; `found` false for anybody else. */
export async function readAnnouncement(
  shard: Shard,
  { conversationId, userId }: { conversationId: string; userId: string },
): Promise<{ found: boolean; announcement: AnnouncementRow | null }> {
  const { rows } = await shard.pool.query<Columns>({
    name: 'read_announcement',
    text: `select c.announcement, c.announced_by::text, c.announced_at, c.announced_seq from conversation c
             join member m on m.conversation_id = c.id and m.user_id = $2
            where c.id = $1 and c.dissolved_at is null`,
    values: [conversationId, userId],
  });
  return { found: rows.length > 0, announcement: announcementRow(rows[0]) };
}

/** Nobody is in it from now on. */
export async function storeDissolved(tx: Tx, conversationId: string, now: Date): Promise<void> {
  await tx.query('update conversation set dissolved_at = $2, member_count = 0 where id = $1', [conversationId, now]);
}
