import { Injectable } from '@nestjs/common';
import { type ChatListItem, type JoinRequestPage, ParleyError } from '@parley/contract';
import { checkAdmin, newcomers } from '@parley/core';
import type { Tx } from '@parley/db';
import type { Actor } from '../auth/actor.js';
import { ChatList } from '../conversation/chat-list.js';
import { FinishRows, type RowsChanged } from '../conversation/finish-rows.js';
import { ChangeGroup, type GroupChange, type LockedGroup } from '../group/change-group.js';
import { letIn } from '../group/let-in.js';
import { UserAccess } from '../org/user.access.js';
import { adminsOf, deleteJoinRequest, joinRequestPage, type RequestRow } from './join-request.repo.js';

type Answer = { userId: string; approve: boolean };

/** Who waits to be let into a group, and the answers of its owner and admins. */
@Injectable()
export class AnswerJoinRequests {
  constructor(
    private readonly users: UserAccess,
    private readonly change: ChangeGroup,
    private readonly list: ChatList,
    private readonly rows: FinishRows,
  ) {}

  async page(
    { userId }: Actor,
    conversationId: string,
    { after = '0', limit }: { after?: string | undefined; limit: number },
  ): Promise<JoinRequestPage> {
    let found: RequestRow[] = [];
    await this.change.execute(userId, conversationId, async (tx, { actor }) => {
      checkAdmin(actor);
      found = await joinRequestPage(tx, { conversationId, after, limit: limit + 1 });
      return null;
    });
    const page = found.slice(0, limit);
    const people = await this.users.summaries(page.map((row) => row.userId));
    const byId = new Map(people.map((user) => [user.userId, user]));
    return {
      requests: page.flatMap((row) => {
        const user = byId.get(row.userId);
        return user === undefined ? [] : [{ user, at: row.at.getTime() }];
      }),
      next: found.length > limit ? (page.at(-1)?.userId ?? null) : null,
    };
  }

  async answer(actor: Actor, conversationId: string, answer: Answer): Promise<ChatListItem> {
    await this.list.item(actor, conversationId);
    if (answer.approve) await this.users.requireActive(answer.userId);
    const told: RowsChanged[] = [];
    await this.change.execute(actor.userId, conversationId, async (tx, group) => {
      const change = await decide(tx, group, answer);
      const { rev } = group.head;
      told.push(await this.rows.ask(tx, { conversationId, rev, userIds: await adminsOf(tx, conversationId) }));
      return change;
    });
    for (const row of told) await this.rows.now(row);
    return this.list.item(actor, conversationId);
  }
}

async function decide(tx: Tx, group: LockedGroup, { userId, approve }: Answer): Promise<GroupChange | null> {
  checkAdmin(group.actor);
  if (!(await deleteJoinRequest(tx, group.conversationId, userId))) throw new ParleyError('JOIN_REQUEST_NOT_FOUND');
  if (!approve) return null;
  if (group.profile.archived) throw new ParleyError('ARCHIVED');
  const fresh = newcomers(new Set(), [userId], group.memberCount);
  return { ...(await letIn(tx, group, fresh)), tell: { event: 'added', userIds: fresh } };
}
