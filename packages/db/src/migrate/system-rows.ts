import { addToChatList, createConversation } from '../hot/conversations.js';
import type { ShardRouter } from '../shard-router.js';
import { SYSTEM } from '../system-users.js';

/** The doctor's users and their hidden conversation. Every step is idempotent: an interrupted run is repeated whole. */
export async function createSystemRows(router: ShardRouter): Promise<void> {
  const [first, second] = SYSTEM.users;
  const { conversationId } = SYSTEM;
  const now = new Date();
  await router.directory.tx(async (tx) => {
    for (const { id, login, name } of SYSTEM.users) {
      await tx.query(
        "insert into app_user (id, login, name, kind) values ($1, $2, $3, 'system') on conflict (id) do nothing",
        [id, login, name],
      );
    }
    await tx.query(
      `insert into direct_pair (low_user, high_user, conversation_id, created_by, state) values ($1, $2, $3, $1, 'ready')
       on conflict do nothing`,
      [first.id, second.id, conversationId],
    );
  });
  const memberIds = [first.id, second.id];
  await createConversation(router.forConversation(conversationId), {
    id: conversationId,
    kind: 'direct',
    hidden: true,
    departmentId: null,
    createdBy: first.id,
    memberIds,
    now,
    outboxId: null,
  });
  for (const [userId, peerId] of [memberIds, [...memberIds].reverse()] as [string, string][]) {
    const entry = { conversationId, kind: 'direct', hidden: true, joinedAt: now, users: [{ userId, peerId }] };
    await addToChatList(router.forUser(userId), entry);
  }
}
