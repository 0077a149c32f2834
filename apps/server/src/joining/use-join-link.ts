import { Injectable } from '@nestjs/common';
import { type ChatListItem, type JoinPreview, LIMITS, ParleyError } from '@parley/contract';
import { checkEntry, profileOf } from '@parley/core';
import { ShardRouter, type Tx } from '@parley/db';
import type { Actor } from '../auth/actor.js';
import { hashSecret } from '../auth/refresh-token.js';
import { ChatList } from '../conversation/chat-list.js';
import { FinishRows, type RowsChanged } from '../conversation/finish-rows.js';
import { ChangeGroup, type LockedGroup } from '../group/change-group.js';
import { comeIn } from '../group/come-in.js';
import { GroupTools } from '../group/group-tools.js';
import { openLink, takeUse } from './join-link.repo.js';
import { adminsOf, countJoinRequests, type GroupCard, groupCard, insertJoinRequest } from './join-request.repo.js';

/** Comes into a group by its link. Whatever is wrong with a link looks the same from outside. */
@Injectable()
export class UseJoinLink {
  constructor(
    private readonly shards: ShardRouter,
    private readonly tools: GroupTools,
    private readonly change: ChangeGroup,
    private readonly list: ChatList,
    private readonly rows: FinishRows,
  ) {}

  async preview({ userId }: Actor, token: string): Promise<JoinPreview> {
    const conversationId = await this.open(userId, token);
    const card = await this.card(userId, conversationId);
    const { avatar, settings } = profileOf(card.profile);
    return { name: card.name ?? '', avatar, memberCount: card.memberCount, approval: settings.approval };
  }

  /** null: an admin has to let them in. */
  async join(actor: Actor, token: string): Promise<ChatListItem | null> {
    const { userId } = actor;
    const conversationId = await this.open(userId, token);
    const mine = async (): Promise<ChatListItem | null> =>
      (await this.list.itemsOf(userId, [conversationId])).get(conversationId) ?? null;
    const already = await mine();
    if (already !== null) return already;
    await this.checkDoor(userId, conversationId);
    const now = new Date(this.tools.clock.now());
    const taken = await takeUse(this.shards.directory, { hash: hashSecret(token), userId, now });
    if (!taken) throw new ParleyError('JOIN_LINK_INVALID');
    const asked: RowsChanged[] = [];
    await this.change
      .run(userId, conversationId, async (tx, group) => {
        if (group.actor !== null) return null;
        // The last one has left: nobody is there to come to.
        if (group.memberCount === 0) throw new ParleyError('CONVERSATION_NOT_FOUND');
        if (!group.profile.settings.approval) return comeIn(tx, group, userId);
        asked.push(...(await this.ask(tx, group, userId)));
        return null;
      })
      .catch((error: unknown) => {
        throw error instanceof ParleyError && error.code === 'CONVERSATION_NOT_FOUND'
          ? new ParleyError('JOIN_LINK_INVALID')
          : error;
      });
    for (const row of asked) await this.rows.now(row);
    return mine();
  }

  private async open(userId: string, token: string): Promise<string> {
    const now = new Date(this.tools.clock.now());
    const link = await openLink(this.shards.directory, { hash: hashSecret(token), userId, now });
    if (link === null) throw new ParleyError('JOIN_LINK_INVALID');
    return link.conversationId;
  }

  /** Before a use is taken: who can't come in must not use up a link that is for a few. It is asked again under the lock. */
  private async checkDoor(userId: string, conversationId: string): Promise<void> {
    const { profile, removed } = await this.card(userId, conversationId);
    checkEntry(profile, removed && !profileOf(profile).settings.approval);
  }

  private async card(userId: string, conversationId: string): Promise<GroupCard> {
    const card = await groupCard(this.shards.forConversation(conversationId), { conversationId, userId });
    if (card === null) throw new ParleyError('JOIN_LINK_INVALID');
    return card;
  }

  /** The owner and admins hear of it by their rows; the timeline does not. */
  private async ask(tx: Tx, group: LockedGroup<unknown>, userId: string): Promise<RowsChanged[]> {
    const { conversationId, head, now, profile } = group;
    checkEntry(profile, false);
    if (!(await insertJoinRequest(tx, { conversationId, userId, now }))) return [];
    if ((await countJoinRequests(tx, conversationId)) > LIMITS.joinRequests)
      throw new ParleyError('JOIN_REQUESTS_FULL');
    return [await this.rows.ask(tx, { conversationId, rev: head.rev, userIds: await adminsOf(tx, conversationId) })];
  }
}
