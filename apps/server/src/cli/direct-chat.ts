import { addToChatList, createConversation } from '@parley/db';
import type { ShardRouter } from '@parley/db';

export type DirectChat = { conversationId: string; low: string; high: string; createdAt: Date };

/** What the handlers of an opened direct chat do, done at once: the conversation, and a row in both chat lists. Idempotent. */
export async function makeDirectChat(shards: ShardRouter, chat: DirectChat): Promise<void> {
  const { conversationId, low, high, createdAt } = chat;
  await shards.withFreshMap(() =>
    createConversation(shards.forConversation(conversationId), {
      id: conversationId,
      kind: 'direct',
      hidden: false,
      departmentId: null,
      createdBy: low,
      memberIds: [low, high],
      now: createdAt,
      outboxId: null,
    }),
  );
  const entry = { conversationId, kind: 'direct', hidden: false, joinedAt: createdAt };
  const rows = [
    { userId: low, peerId: high },
    { userId: high, peerId: low },
  ];
  for (const row of rows) {
    await shards.withFreshMap(() => addToChatList(shards.forUser(row.userId), { ...entry, users: [row] }));
  }
}
