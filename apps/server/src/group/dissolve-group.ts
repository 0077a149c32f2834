import { Injectable } from '@nestjs/common';
import { ParleyError } from '@parley/contract';
import { checkDissolve, profileOf, roleOf } from '@parley/core';
import {
  changingConversation,
  insertOutbox,
  type LockedConversation,
  ShardRouter,
  storeSystemMessage,
  type Tx,
} from '@parley/db';
import type { Actor } from '../auth/actor.js';
import { ChannelListing } from '../channel/channel-listing.js';
import { ConversationAccess } from '../conversation/conversation.access.js';
import { withFreshMap } from '../platform/with-fresh-map.js';
import { FinishDissolve } from './finish-dissolve.js';
import { GroupTools } from './group-tools.js';
import { membersAmong } from './group.repo.js';
import { storeDissolved } from './profile.repo.js';

type Decided = { outboxId: string; listing: string | null };

/**
 * Ends a group. The decision is one transaction: from then on nobody is in it by any door, and nothing can be said. Member
 * rows, chat lists and the entries that tell of it follow in parts, through the outbox.
 */
@Injectable()
export class DissolveGroup {
  constructor(
    private readonly shards: ShardRouter,
    private readonly tools: GroupTools,
    private readonly access: ConversationAccess,
    private readonly finish: FinishDissolve,
    private readonly listing: ChannelListing,
  ) {}

  async execute({ userId }: Actor, conversationId: string): Promise<void> {
    const shard = this.shards.forConversation(conversationId);
    const decided = await withFreshMap(this.shards, () =>
      changingConversation(shard, conversationId, (tx, locked) => this.decide(tx, locked, userId)),
    );
    if (decided === null) throw new ParleyError('CONVERSATION_NOT_FOUND');
    this.access.forget(conversationId);
    await this.finish.now(conversationId, decided.outboxId);
    if (decided.listing !== null) await this.listing.now(conversationId, decided.listing);
  }

  private async decide(tx: Tx, locked: LockedConversation, userId: string): Promise<Decided | null> {
    const { conversationId, kind, name } = locked;
    const [me] = await membersAmong(tx, conversationId, [userId]);
    if (me === undefined) return null;
    if (kind !== 'group' && kind !== 'channel') throw new ParleyError('NOT_A_GROUP');
    checkDissolve({ userId, role: roleOf(me.role) });
    const now = new Date(this.tools.clock.now());
    await storeDissolved(tx, conversationId, now);
    const structure = { event: 'dissolved', name, memberCount: 0, profile: profileOf(locked.profile) };
    await storeSystemMessage(tx, locked, { messageId: this.tools.ids.next(), actorId: userId, now, structure });
    const outboxId = this.tools.ids.next();
    await insertOutbox(tx, { id: outboxId, kind: 'dissolve', payload: { conversationId } });
    return { outboxId, listing: kind === 'channel' ? await this.listing.ask(tx, conversationId) : null };
  }
}
