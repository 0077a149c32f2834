import type { EntryKindCode } from './codes.js';
import type { Shard } from './database.js';
import { holdingBuckets } from './holding-buckets.js';
import type { Tx } from './tx.js';

/** Where the next entry of a user's inbox will stand. */
export type InboxPlace = { incarnation: string; inboxSeq: number };

export type OwnEntry = { conversationId: string; kind: EntryKindCode; payload: object | null };

/**
 * One transaction that changes what is a user's own, on their shard, together with the inbox entry that tells their
 * devices: no outbox, since nothing is left to do elsewhere. The inbox is locked first, so changes of one person come one
 * after the other and in the order of their places. `work` answers null when there is nothing to tell. Throws StaleEpoch.
 */
export function changingOwn<T extends { entry: OwnEntry | null }>(
  shard: Shard,
  userId: string,
  work: (tx: Tx, place: InboxPlace) => Promise<T>,
): Promise<T & { place: InboxPlace }> {
  return holdingBuckets(shard, [userId], async (tx) => {
    await tx.query("set local lock_timeout = '2s'");
    const place = await lockInbox(tx, userId);
    const done = await work(tx, place);
    if (done.entry !== null) await insertEntry(tx, { userId, inboxSeq: place.inboxSeq, ...done.entry });
    return { ...done, place };
  });
}

async function lockInbox(tx: Tx, userId: string): Promise<InboxPlace> {
  const locked = 'select incarnation, inbox_seq from inbox_head where user_id = $1 for update';
  type Columns = { incarnation: string; inbox_seq: string };
  let [head] = await tx.query<Columns>(locked, [userId]);
  if (head === undefined) {
    await tx.query(
      'insert into inbox_head (user_id, incarnation) select $1, incarnation from shard_meta on conflict do nothing',
      [userId],
    );
    [head] = await tx.query<Columns>(locked, [userId]);
  }
  if (head === undefined) throw new Error(`the inbox of ${userId} can not be made`);
  return { incarnation: head.incarnation, inboxSeq: Number(head.inbox_seq) + 1 };
}

async function insertEntry(tx: Tx, entry: OwnEntry & { userId: string; inboxSeq: number }): Promise<void> {
  const { userId, inboxSeq, conversationId, kind, payload } = entry;
  await tx.query(
    `with told as (insert into inbox_entry (user_id, inbox_seq, conversation_id, rev, kind, payload)
                   values ($1, $2, $3, 0, $4, $5::text::jsonb))
     update inbox_head set inbox_seq = $2 where user_id = $1`,
    [userId, inboxSeq, conversationId, kind, payload === null ? null : JSON.stringify(payload)],
  );
}
