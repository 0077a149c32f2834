import { Injectable } from '@nestjs/common';
import type { ChatListItem, SystemEvent } from '@parley/contract';
import { fanoutMode, named, newcomers } from '@parley/core';
import { changeMode, holdingBuckets, type OutboxPayloads, reserveGroup, ShardRouter, tellChange } from '@parley/db';
import type { Actor } from '../auth/actor.js';
import { ChatList } from '../conversation/chat-list.js';
import { UserAccess } from '../org/user.access.js';
import { withFreshMap } from '../platform/with-fresh-map.js';
import { FinishGroup } from './finish-group.js';
import { GroupTools } from './group-tools.js';
import { insertGroup, insertMembers, storeRole } from './group.repo.js';

type NewGroup = { key: string; name: string; userIds: readonly string[] };

/** Makes a group. The same key of the same person again is answered with the first one. */
@Injectable()
export class CreateGroup {
  constructor(
    private readonly shards: ShardRouter,
    private readonly users: UserAccess,
    private readonly tools: GroupTools,
    private readonly finish: FinishGroup,
    private readonly list: ChatList,
  ) {}

  async execute(actor: Actor, { key, name, userIds }: NewGroup): Promise<ChatListItem> {
    const others = newcomers(new Set([actor.userId]), userIds, 1);
    await this.users.requireAllActive(others);
    const { ids } = this.tools;
    const ask = { userId: actor.userId, key, conversationId: ids.next() };
    const conversationId = await withFreshMap(this.shards, () => reserveGroup(this.shards.forUser(actor.userId), ask));
    const outboxId = ids.next();
    const told = await this.create({ conversationId, name, ownerId: actor.userId, others, outboxId });
    if (told !== null) await this.finish.now(conversationId, { outboxId, payload: told });
    return this.list.item(actor, conversationId);
  }

  private create({
    conversationId,
    name,
    ownerId,
    others,
    outboxId,
  }: Creation): Promise<OutboxPayloads['group'] | null> {
    const { ids, clock } = this.tools;
    const now = new Date(clock.now());
    const memberIds = [ownerId, ...others];
    const memberCount = memberIds.length;
    const event: SystemEvent = { event: 'created', name, memberCount, ...named(others) };
    return withFreshMap(this.shards, () =>
      holdingBuckets(this.shards.forConversation(conversationId), [conversationId], async (tx) => {
        if (!(await insertGroup(tx, { conversationId, name, ownerId, memberCount, now }))) return null;
        await insertMembers(tx, { conversationId, userIds: memberIds, joinSeq: 1, now });
        await storeRole(tx, conversationId, { userId: ownerId, role: 'owner' });
        const empty = { conversationId, head: { seq: 0, rev: 0, ord: 0 } };
        const mode = fanoutMode({ mode: 'write', memberCount, messagesPerSecond: null, restedMs: 0 });
        // The members are told with their rows, which the row of this act makes.
        if (mode === 'read') await changeMode(tx, empty, { mode, now, outboxId: ids.next() });
        return tellChange(tx, empty, {
          messageId: ids.next(),
          outboxId,
          actorId: ownerId,
          now,
          structure: event,
          added: memberIds,
          removed: [],
        });
      }),
    );
  }
}

type Creation = { conversationId: string; name: string; ownerId: string; others: string[]; outboxId: string };
