import type { Shard } from './database.js';
import { holdingBuckets } from './holding-buckets.js';

/** On the maker's shard: the id under which this key makes a group; whoever comes second gets the first one's. */
export function reserveGroup(
  shard: Shard,
  { userId, key, conversationId }: { userId: string; key: string; conversationId: string },
): Promise<string> {
  return holdingBuckets(shard, [userId], async (tx) => {
    await tx.query('insert into group_key (user_id, key, conversation_id) values ($1, $2, $3) on conflict do nothing', [
      userId,
      key,
      conversationId,
    ]);
    const [row] = await tx.query<{ conversation_id: string }>(
      'select conversation_id::text from group_key where user_id = $1 and key = $2',
      [userId, key],
    );
    return row?.conversation_id ?? conversationId;
  });
}
