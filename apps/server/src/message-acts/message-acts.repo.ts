import { holdingBuckets, type Shard, type Tx } from '@parley/db';

export type ActingMember = { role: string; mutedUntil: number | null };

/** These people as members of a conversation; those who are not in it are missing. */
export async function membersOf(
  tx: Tx,
  conversationId: string,
  userIds: readonly string[],
): Promise<Map<string, ActingMember>> {
  const rows = await tx.query<{ user_id: string; role: string; mute_until: Date | null }>(
    'select user_id::text, role, mute_until from member where conversation_id = $1 and user_id = any ($2::bigint[])',
    [conversationId, userIds],
  );
  return new Map(rows.map((row) => [row.user_id, { role: row.role, mutedUntil: row.mute_until?.getTime() ?? null }]));
}

type ReactionKey = { conversationId: string; seq: number; userId: string; emoji: string };

/** Whether it changed anything: a reaction said twice is one. */
export async function storeReaction(
  tx: Tx,
  { conversationId, seq, userId, emoji }: ReactionKey,
  on: { at: Date } | null,
): Promise<boolean> {
  const key = [conversationId, seq, userId, emoji];
  const changed =
    on === null
      ? await tx.query(
          'delete from reaction where conversation_id = $1 and seq = $2 and user_id = $3 and emoji = $4 returning seq',
          key,
        )
      : await tx.query(
          `insert into reaction (conversation_id, seq, user_id, emoji, at) values ($1, $2, $3, $4, $5)
           on conflict do nothing returning seq`,
          [...key, on.at],
        );
  return changed.length > 0;
}

/** A recalled message keeps nothing of what was done to it. */
export async function deleteTraces(tx: Tx, conversationId: string, seq: number): Promise<void> {
  await tx.query('delete from reaction where conversation_id = $1 and seq = $2', [conversationId, seq]);
  await tx.query('delete from pin where conversation_id = $1 and seq = $2', [conversationId, seq]);
}

/** How many are pinned, once this one is. */
export async function storePin(
  tx: Tx,
  { conversationId, seq, by, at }: { conversationId: string; seq: number; by: string; at: Date },
): Promise<number> {
  await tx.query(
    'insert into pin (conversation_id, seq, pinned_by, pinned_at) values ($1, $2, $3, $4) on conflict do nothing',
    [conversationId, seq, by, at],
  );
  const [row] = await tx.query<{ pins: number }>('select count(*)::int as pins from pin where conversation_id = $1', [
    conversationId,
  ]);
  return row?.pins ?? 0;
}

export async function deletePin(tx: Tx, conversationId: string, seq: number): Promise<void> {
  await tx.query('delete from pin where conversation_id = $1 and seq = $2', [conversationId, seq]);
}

/** Pinned seqs, the one pinned last first; null for one who is not in the conversation. */
export async function pinnedSeqs(shard: Shard, conversationId: string, userId: string): Promise<number[] | null> {
  const { rows } = await shard.pool.query<{ seq: string | null }>({
    name: 'pinned_seqs',
    text: `select p.seq from member m left join pin p on p.conversation_id = m.conversation_id
            where m.conversation_id = $1 and m.user_id = $2 order by p.pinned_at desc, p.seq desc`,
    values: [conversationId, userId],
  });
  return rows.length === 0 ? null : rows.flatMap(({ seq }) => (seq === null ? [] : [Number(seq)]));
}

export type VersionRow = { version: number; text: string | null; structure: object | null; by: string; at: Date };

/** What a message said before, oldest first. Who may ask is checked before. */
export async function versionsOf(shard: Shard, conversationId: string, seq: number): Promise<VersionRow[]> {
  const { rows } = await shard.pool.query<VersionRow>({
    name: 'message_versions',
    text: `select version, text, structure, edited_by as by, edited_at as at from message_version
            where conversation_id = $1 and seq = $2 order by version`,
    values: [conversationId, seq],
  });
  return rows;
}

/** Seqs of these that may be hidden from somebody, and were not yet. */
export async function storeHidden(
  tx: Tx,
  { conversationId, userId, seqs }: { conversationId: string; userId: string; seqs: readonly number[] },
): Promise<number[]> {
  const rows = await tx.query<{ seq: string }>(
    `insert into message_hidden (conversation_id, user_id, seq)
     select $1, $2, s from unnest($3::bigint[]) s
      where exists (select 1 from member_interval i
                     where i.conversation_id = $1 and i.user_id = $2 and i.visible_from <= s and coalesce(i.left_seq, s) >= s)
        and exists (select 1 from message m where m.conversation_id = $1 and m.seq = s)
     on conflict do nothing returning seq::text`,
    [conversationId, userId, seqs],
  );
  return rows.map(({ seq }) => Number(seq)).sort((a, b) => a - b);
}

/** Nobody follows what hangs on a message that they deleted for themselves. */
export async function endFollowing(
  tx: Tx,
  { conversationId, userId, seqs }: { conversationId: string; userId: string; seqs: readonly number[] },
): Promise<void> {
  await tx.query(
    `update thread_mark set following = false, version = version + 1
      where conversation_id = $1 and user_id = $2 and seq = any ($3::bigint[]) and following`,
    [conversationId, userId, seqs],
  );
}

export type SavedKey = { userId: string; conversationId: string; seq: number };

/** On the user's shard, with `tell` in the same transaction when it changed anything. */
export function storeSaved(
  shard: Shard,
  { userId, conversationId, seq }: SavedKey,
  { at, tell }: { at: Date | null; tell: (tx: Tx) => Promise<void> },
): Promise<Date | null> {
  return holdingBuckets(shard, [userId], async (tx) => {
    const key = [userId, conversationId, seq];
    const changed =
      at === null
        ? await tx.query(
            'delete from saved_message where user_id = $1 and conversation_id = $2 and seq = $3 returning seq',
            key,
          )
        : await tx.query(
            `insert into saved_message (user_id, conversation_id, seq, saved_at) values ($1, $2, $3, $4)
             on conflict do nothing returning seq`,
            [...key, at],
          );
    if (changed.length > 0) await tell(tx);
    const [row] = await tx.query<{ saved_at: Date }>(
      'select saved_at from saved_message where user_id = $1 and conversation_id = $2 and seq = $3',
      key,
    );
    return row?.saved_at ?? null;
  });
}

export type SavedRow = { conversationId: string; seq: number; savedAt: number };

/** The one saved last first, after a place of the page before. */
export async function savedPage(
  shard: Shard,
  { userId, after, limit }: { userId: string; after: SavedRow | null; limit: number },
): Promise<SavedRow[]> {
  const { rows } = await shard.pool.query<{ conversation_id: string; seq: string; saved_at: Date }>({
    name: 'saved_page',
    text: `select conversation_id, seq, saved_at from saved_message
            where user_id = $1
              and ($2::timestamptz is null or (saved_at, conversation_id, seq) < ($2::timestamptz, $3::bigint, $4::bigint))
            order by saved_at desc, conversation_id desc, seq desc limit $5`,
    values: [
      userId,
      after === null ? null : new Date(after.savedAt).toISOString(),
      after?.conversationId ?? null,
      after?.seq ?? null,
      limit,
    ],
  });
  return rows.map((row) => ({
    conversationId: row.conversation_id,
    seq: Number(row.seq),
    savedAt: row.saved_at.getTime(),
  }));
}
