import type { ChatPersonalRow, Tx } from '@parley/db';

export type PersonalRow = Omit<ChatPersonalRow, 'draft'>;
export type DraftRow = { text: string; updatedAt: number };

type Key = { userId: string; conversationId: string };
type Columns = {
  version: string;
  pinned_ms: number | null;
  mute_ms: number | null;
  hidden_seq: string | null;
  unread_seq: string | null;
  notify: PersonalRow['notify'];
};

/** Locked, so that it is not taken off the list meanwhile; null: it is not in the user's list. */
export async function lockPersonal(tx: Tx, { userId, conversationId }: Key): Promise<PersonalRow | null> {
  const [row] = await tx.query<Columns>(
    `select version, round(extract(epoch from pinned_at) * 1000)::float8 as pinned_ms,
            round(extract(epoch from mute_until) * 1000)::float8 as mute_ms, hidden_seq, unread_seq, notify
       from chat_list where user_id = $1 and conversation_id = $2 for update`,
    [userId, conversationId],
  );
  if (row === undefined) return null;
  return {
    version: Number(row.version),
    pinnedAt: row.pinned_ms,
    muteUntil: row.mute_ms,
    hiddenSeq: row.hidden_seq === null ? null : Number(row.hidden_seq),
    unreadSeq: row.unread_seq === null ? null : Number(row.unread_seq),
    notify: row.notify,
  };
}

export async function storePersonal(tx: Tx, { userId, conversationId }: Key, row: PersonalRow): Promise<void> {
  const { version, pinnedAt, muteUntil, hiddenSeq, unreadSeq, notify } = row;
  await tx.query(
    `update chat_list set version = $3, pinned_at = $4, mute_until = $5, hidden_seq = $6, unread_seq = $7, notify = $8
      where user_id = $1 and conversation_id = $2`,
    [userId, conversationId, version, dateOf(pinnedAt), dateOf(muteUntil), hiddenSeq, unreadSeq, notify],
  );
}

/** undefined: it is not in the user's list; null: nothing was ever typed there. */
export async function draftOf(tx: Tx, { userId, conversationId }: Key): Promise<DraftRow | null | undefined> {
  const [row] = await tx.query<{ text: string | null; updated_ms: number | null }>(
    `select d.text, round(extract(epoch from d.updated_at) * 1000)::float8 as updated_ms
       from chat_list l left join draft d on d.user_id = l.user_id and d.conversation_id = l.conversation_id
      where l.user_id = $1 and l.conversation_id = $2`,
    [userId, conversationId],
  );
  if (row === undefined) return undefined;
  return row.updated_ms === null ? null : { text: row.text ?? '', updatedAt: row.updated_ms };
}

export async function storeDraft(
  tx: Tx,
  { userId, conversationId }: Key,
  { text, updatedAt }: DraftRow,
): Promise<void> {
  await tx.query(
    `insert into draft (user_id, conversation_id, text, updated_at) values ($1, $2, $3, $4)
     on conflict (user_id, conversation_id) do update set text = excluded.text, updated_at = excluded.updated_at`,
    [userId, conversationId, text, dateOf(updatedAt)],
  );
}

function dateOf(ms: number | null): Date | null {
  return ms === null ? null : new Date(ms);
}
