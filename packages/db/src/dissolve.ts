import type { Shard } from './database.js';
import { holdingBuckets } from './holding-buckets.js';
import { insertOutbox, type OutboxPayloads } from './outbox.js';

/** People whose membership ends in one transaction: it holds their rows, not the whole group's. */
const PART = 100;

/**
 * Takes the next members out of a dissolved conversation, with the outbox row that tells them; null: nobody is left. The last
 * that they may see is the message that dissolved it. Throws StaleEpoch.
 */
export function takeOutDissolved(
  shard: Shard,
  conversationId: string,
  outboxId: string,
): Promise<OutboxPayloads['departed'] | null> {
  return holdingBuckets(shard, [conversationId], async (tx) => {
    const [head] = await tx.query<{ seq: string; rev: string }>(
      `select h.seq, h.rev from conversation_head h join conversation c on c.id = h.conversation_id
        where h.conversation_id = $1 and c.dissolved_at is not null for update of h`,
      [conversationId],
    );
    if (head === undefined) return null;
    const gone = await tx.query<{ user_id: string; read_seq: string }>(
      `delete from member where conversation_id = $1 and user_id in
         (select user_id from member where conversation_id = $1 order by user_id limit $2)
       returning user_id::text, read_seq`,
      [conversationId, PART],
    );
    const userIds = gone.map((row) => row.user_id);
    if (userIds.length === 0) return null;
    await tx.query(
      `update member_interval set left_seq = $3, left_rev = $4
        where conversation_id = $1 and user_id = any ($2::bigint[]) and left_seq is null`,
      [conversationId, userIds, head.seq, head.rev],
    );
    const reads = gone.map((row) => row.read_seq);
    await tx.query('select remove_readers($1, $2, $3)', [conversationId, userIds, reads]);
    const payload = { conversationId, rev: Number(head.rev), userIds };
    await insertOutbox(tx, { id: outboxId, kind: 'departed', payload });
    return payload;
  });
}
