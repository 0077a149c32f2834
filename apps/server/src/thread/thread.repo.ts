import { insertOutbox, type Tx } from '@parley/db';
import type { ThreadKey } from './thread.access.js';

export type OwnThread = ThreadKey & { userId: string };

/** `following` null: as it was. What another device said meanwhile is not taken back: read on stays read on. */
export async function storeMark(
  tx: Tx,
  { conversationId, seq, userId }: OwnThread,
  { readOrd, following }: { readOrd: number; following: boolean | null },
): Promise<{ readOrd: number; following: boolean; version: number }> {
  const [row] = await tx.query<{ read_ord: string; following: boolean; version: string }>(
    `insert into thread_mark as t (conversation_id, seq, user_id, read_ord, following, version)
     values ($1, $2, $3, $4, coalesce($5, false), case when $5 then 1 else 0 end)
     on conflict (conversation_id, seq, user_id) do update
        set read_ord = greatest(t.read_ord, excluded.read_ord), following = coalesce($5, t.following),
            version = t.version + (t.following <> coalesce($5, t.following))::int
     returning read_ord::text, following, version::text`,
    [conversationId, seq, userId, readOrd, following],
  );
  if (row === undefined) throw new Error('a mark that was stored is not there');
  return { readOrd: Number(row.read_ord), following: row.following, version: Number(row.version) };
}

export type DraftRow = { text: string; updatedAt: number };

/** Locked, so that of two drafts at once the later one stays; null: nothing was ever typed there. */
export async function lockDraft(tx: Tx, { conversationId, seq, userId }: OwnThread): Promise<DraftRow | null> {
  await tx.query('insert into thread_mark (conversation_id, seq, user_id) values ($1, $2, $3) on conflict do nothing', [
    conversationId,
    seq,
    userId,
  ]);
  const [row] = await tx.query<{ draft: string | null; draft_ms: number | null }>(
    `select draft, round(extract(epoch from draft_at) * 1000)::float8 as draft_ms from thread_mark
      where conversation_id = $1 and seq = $2 and user_id = $3 for update`,
    [conversationId, seq, userId],
  );
  return row === undefined || row.draft_ms === null ? null : { text: row.draft ?? '', updatedAt: row.draft_ms };
}

export async function storeDraft(tx: Tx, { conversationId, seq, userId }: OwnThread, draft: DraftRow): Promise<void> {
  await tx.query(
    'update thread_mark set draft = $4, draft_at = $5 where conversation_id = $1 and seq = $2 and user_id = $3',
    [conversationId, seq, userId, draft.text, new Date(draft.updatedAt)],
  );
}

/** Their own devices are told, in the transaction that changes it. */
export async function tellOwn(tx: Tx, outboxId: string, { conversationId, seq, userId }: OwnThread): Promise<void> {
  await insertOutbox(tx, { id: outboxId, kind: 'thread', payload: [{ conversationId, seq, userId }] });
}
