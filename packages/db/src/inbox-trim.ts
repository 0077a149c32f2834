import { holdingBuckets } from './holding-buckets.js';
import type { Shard } from './database.js';
import { numbers } from './hot/literals.js';
import { statement } from './repository-files.js';

const EXTENTS = statement('inbox_extents');

/** Entries that one transaction deletes: some milliseconds under the locks of inboxes. */
const STEP = 5_000;

export type InboxExtentRow = {
  userId: string;
  headSeq: number;
  floorSeq: number;
  agedSeq: number;
  hindmostSeq: number | null;
  /** The last time that it was noted how far it is; null: never. */
  marked: { at: number; inboxSeq: number } | null;
};

/** A page of a shard's inboxes, by user id. */
export async function inboxExtents(
  shard: Shard,
  page: { after: string; limit: number; oldBefore: Date },
): Promise<InboxExtentRow[]> {
  const { rows } = await shard.pool.query<{
    user_id: string;
    inbox_seq: string;
    floor_seq: string;
    aged_seq: string;
    hindmost_seq: string | null;
    marked_at: Date | null;
    marked_seq: string | null;
  }>({ ...EXTENTS, values: [page.after, page.limit, page.oldBefore] });
  return rows.map((row) => ({
    userId: row.user_id,
    headSeq: Number(row.inbox_seq),
    floorSeq: Number(row.floor_seq),
    agedSeq: Number(row.aged_seq),
    hindmostSeq: row.hindmost_seq === null ? null : Number(row.hindmost_seq),
    marked: row.marked_at === null ? null : { at: row.marked_at.getTime(), inboxSeq: Number(row.marked_seq) },
  }));
}

/** Notes how far inboxes are now; what is too old to be of use goes. Throws StaleEpoch. */
export async function markInboxes(
  shard: Shard,
  inboxes: readonly { userId: string; headSeq: number; agedSeq: number }[],
  at: Date,
): Promise<void> {
  if (inboxes.length === 0) return;
  const ids = inboxes.map(({ userId }) => userId);
  await holdingBuckets(shard, ids, async (tx) => {
    await tx.query(
      `insert into inbox_mark (user_id, inbox_seq, at) select u, s, $3 from unnest($1::bigint[], $2::bigint[]) t(u, s)
       on conflict do nothing`,
      [numbers(ids), numbers(inboxes.map(({ headSeq }) => headSeq)), at],
    );
    await tx.query(
      `delete from inbox_mark k using unnest($1::bigint[], $2::bigint[]) t(u, s) where k.user_id = t.u and k.inbox_seq < t.s`,
      [numbers(ids), numbers(inboxes.map(({ agedSeq }) => agedSeq))],
    );
  });
}

/**
 * Deletes an inbox's entries up to a seq, a part after the other: the floor moves with them, so what is not there any more was
 * never served as a gap. Answers how many went. Throws StaleEpoch.
 */
export async function trimInbox(shard: Shard, { userId, toSeq }: { userId: string; toSeq: number }): Promise<number> {
  for (let gone = 0; ;) {
    const deleted = await holdingBuckets(shard, [userId], async (tx) => {
      const [head] = await tx.query<{ floor_seq: string }>(
        'select floor_seq from inbox_head where user_id = $1 and floor_seq < $2 for update',
        [userId, toSeq],
      );
      if (head === undefined) return null;
      const floor = Math.min(toSeq, Number(head.floor_seq) + STEP);
      await tx.query('update inbox_head set floor_seq = $2 where user_id = $1', [userId, floor]);
      const rows = await tx.query('delete from inbox_entry where user_id = $1 and inbox_seq <= $2 returning 1 as one', [
        userId,
        floor,
      ]);
      return rows.length;
    });
    if (deleted === null) return gone;
    gone += deleted;
  }
}
