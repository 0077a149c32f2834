import { visibleFrom } from '@parley/core';
import type { Tx } from '@parley/db';
import type { GroupChange, LockedGroup } from './change-group.js';
import { deleteJoinRequests, insertMembers, storeCount } from './group.repo.js';

/** These people, none of whom is in it, come in with the next message, and see of the past what the group lets them. */
export async function letIn(
  tx: Tx,
  { conversationId, head, memberCount, profile, now }: LockedGroup<unknown>,
  userIds: readonly string[],
): Promise<Omit<GroupChange, 'tell'>> {
  const joinSeq = head.seq + 1;
  const from = visibleFrom(profile.settings, joinSeq);
  await insertMembers(tx, { conversationId, userIds, joinSeq, visibleFrom: from, now });
  await deleteJoinRequests(tx, conversationId, userIds);
  await storeCount(tx, conversationId, memberCount + userIds.length);
  return { added: userIds, after: { memberCount: memberCount + userIds.length } };
}
