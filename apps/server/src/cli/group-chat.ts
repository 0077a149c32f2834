import { addToChatList, createConversation, holdingBuckets, reserveGroup, tellChange } from '@parley/db';
import type { ShardRouter } from '@parley/db';

/** `key`: of the first member, the owner: the same again is the same group. `spareId`: for a new one. */
export type GroupChat = {
  memberIds: readonly string[];
  key: string;
  name: string;
  spareId: string;
  now: Date;
  /** Ids of the system message that says who made it; left out, nobody is told. */
  told?: { messageId: string; outboxId: string };
};

/** A group as making one leaves it, done at once. Idempotent. */
export async function makeGroup(
  shards: ShardRouter,
  { memberIds, key, name, spareId, now, told }: GroupChat,
): Promise<string> {
  const [ownerId] = memberIds;
  if (ownerId === undefined) throw new Error('a group has an owner');
  const ask = { userId: ownerId, key, conversationId: spareId };
  const conversationId = await shards.withFreshMap(() => reserveGroup(shards.forUser(ownerId), ask));
  const conversation = {
    id: conversationId,
    kind: 'group',
    hidden: false,
    departmentId: null,
    createdBy: ownerId,
  } as const;
  await shards.withFreshMap(async () => {
    const shard = shards.forConversation(conversationId);
    await createConversation(shard, { ...conversation, memberIds, now, outboxId: null });
    await holdingBuckets(shard, [conversationId], async (tx) => {
      const named = await tx.query<{ id: string }>(
        'update conversation set name = $2, member_count = $3 where id = $1 and name is null returning id',
        [conversationId, name, memberIds.length],
      );
      await tx.query("update member set role = 'owner' where conversation_id = $1 and user_id = $2", [
        conversationId,
        ownerId,
      ]);
      if (named.length === 0 || told === undefined) return;
      const empty = { conversationId, head: { seq: 0, rev: 0, ord: 0 } };
      const structure = { event: 'created', name, memberCount: memberIds.length, userIds: memberIds.slice(1) };
      await tellChange(tx, empty, { ...told, actorId: ownerId, now, structure, added: [...memberIds], removed: [] });
    });
  });
  const entry = { conversationId, kind: 'group', hidden: false, joinedAt: now };
  await shards.withFreshMap(async () => {
    const groups = shards.groupByShard(memberIds, (userId) => userId);
    for (const [shard, mine] of groups) {
      await addToChatList(shard, { ...entry, users: mine.map((userId) => ({ userId, peerId: null })) });
    }
  });
  return conversationId;
}
