import { Injectable } from '@nestjs/common';
import {
  createConversation,
  finishOutbox,
  loadOutbox,
  markDirectReady,
  type OutboxPayloads,
  ShardRouter,
} from '@parley/db';
import { Clock } from '../platform/clock.js';
import { IdGenerator } from '../platform/ids.js';
import { withFreshMap } from '../platform/with-fresh-map.js';
import { ConversationEntries } from './conversation-entries.js';
import { FinishConversation } from './finish-conversation.js';

/** After a pair is reserved: its conversation on its shard, then both chat lists. Every step may be repeated. */
@Injectable()
export class FinishDirect {
  constructor(
    private readonly shards: ShardRouter,
    private readonly ids: IdGenerator,
    private readonly clock: Clock,
    private readonly conversations: FinishConversation,
    private readonly entries: ConversationEntries,
  ) {}

  /** `outboxId` is the directory's row that asks for this; null when another caller's row does. */
  async run(pair: OutboxPayloads['direct'], outboxId: string | null): Promise<void> {
    const { conversationId, lowUser, highUser } = pair;
    const entryRow = await this.create(pair);
    const shard = this.shards.forConversation(conversationId);
    if (entryRow !== null) {
      const [row] = await loadOutbox(shard, [entryRow]);
      if (row?.kind === 'conversation') await this.conversations.execute(shard, row);
    } else await this.entries.addToLists(conversationId, [lowUser, highUser]);
    await markDirectReady(this.shards.directory, conversationId);
    if (outboxId !== null) await finishOutbox(this.shards.directory, [outboxId]);
  }

  /** The id of the outbox row that tells the members; null when the conversation was there. */
  private async create({
    conversationId,
    lowUser,
    highUser,
    createdBy,
  }: OutboxPayloads['direct']): Promise<string | null> {
    const outboxId = this.ids.next();
    const created = await withFreshMap(this.shards, () =>
      createConversation(this.shards.forConversation(conversationId), {
        id: conversationId,
        kind: 'direct',
        hidden: false,
        departmentId: null,
        createdBy,
        memberIds: [...new Set([lowUser, highUser])],
        now: new Date(this.clock.now()),
        outboxId,
      }),
    );
    return created ? outboxId : null;
  }
}
