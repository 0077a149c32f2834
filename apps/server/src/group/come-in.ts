import { checkEntry, newcomers } from '@parley/core';
import type { Tx } from '@parley/db';
import type { GroupChange, LockedGroup } from './change-group.js';
import { wasRemoved } from './group.repo.js';
import { letIn } from './let-in.js';

/** Somebody who is not in it comes in by themselves, if the door is open to them. */
export async function comeIn(tx: Tx, group: LockedGroup<unknown>, userId: string): Promise<GroupChange> {
  checkEntry(group.profile, await wasRemoved(tx, group.conversationId, userId));
  const fresh = newcomers(new Set(), [userId], group.memberCount);
  return { ...(await letIn(tx, group, fresh)), tell: { event: 'joined' } };
}
