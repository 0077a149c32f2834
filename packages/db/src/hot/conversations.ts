import { bucketOf } from '@parley/core';
import type { Shard } from '../database.js';
import { refusingStale } from '../errors.js';
import { holdingBuckets } from '../holding-buckets.js';
import { numbers } from './literals.js';
import { targetsOf } from './targets.js';

export type NewConversation = {
  id: string;
  kind: 'direct' | 'group' | 'channel';
  hidden: boolean;
  departmentId: string | null;
  createdBy: string;
  memberIds: readonly string[];
  now: Date;
  /** Id of the outbox row that puts it into the members' chat lists; null = the caller does that itself. */
  outboxId: string | null;
};

/** Idempotent by id; answers whether it is new. Throws StaleEpoch. */
export async function createConversation(shard: Shard, input: NewConversation): Promise<boolean> {
  const bucket = bucketOf(input.id);
  const { rows } = await refusingStale(
    shard.pool.query<{ created: boolean }>({
      name: 'create_conversation',
      text: 'select create_conversation($1,$2,$3,$4,$5,$6,$7,$8,$9,$10) as created',
      values: [
        bucket,
        shard.epochOf(bucket),
        input.id,
        input.kind,
        input.hidden,
        input.departmentId,
        input.createdBy,
        numbers(input.memberIds),
        input.now.toISOString(),
        input.outboxId,
      ],
    }),
  );
  return rows[0]?.created === true;
}

export type ChatListEntry = {
  conversationId: string;
  kind: string;
  hidden: boolean;
  joinedAt: Date;
  /** Users of this shard; peerId is the other person of a direct conversation. */
  users: readonly { userId: string; peerId: string | null }[];
};

/** Puts a conversation into chat lists, and gives each user an inbox. Idempotent. Throws StaleEpoch. */
export async function addToChatList(shard: Shard, entry: ChatListEntry): Promise<void> {
  const targets = targetsOf(
    shard,
    entry.users.map((user) => user.userId),
  );
  await refusingStale(
    shard.pool.query({
      name: 'add_chat_list',
      text: 'select add_chat_list($1,$2,$3,$4,$5,$6,$7,$8)',
      values: [
        targets.buckets,
        targets.epochs,
        numbers(entry.users.map((user) => user.userId)),
        numbers(entry.users.map((user) => user.peerId)),
        entry.conversationId,
        entry.kind,
        entry.hidden,
        entry.joinedAt.toISOString(),
      ],
    }),
  );
}

/** Takes a conversation off the chat lists of users of this shard. Idempotent. Throws StaleEpoch. */
export function deleteFromChatLists(shard: Shard, conversationId: string, userIds: readonly string[]): Promise<void> {
  return holdingBuckets(shard, userIds, async (tx) => {
    await tx.query('delete from chat_list where conversation_id = $1 and user_id = any ($2::bigint[])', [
      conversationId,
      userIds,
    ]);
  });
}
