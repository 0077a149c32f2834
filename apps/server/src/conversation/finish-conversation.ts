import { Injectable } from '@nestjs/common';
import { conversationAccess, type OutboxRow, type Shard } from '@parley/db';
import { FanOut } from '../fanout/fan-out.js';
import { ConversationEntries } from './conversation-entries.js';

/** A new conversation gets into its members' chat lists, and an inbox entry tells their devices. */
@Injectable()
export class FinishConversation {
  constructor(
    private readonly fanOut: FanOut,
    private readonly entries: ConversationEntries,
  ) {}

  async execute(shard: Shard, row: Extract<OutboxRow, { kind: 'conversation' }>): Promise<void> {
    const { conversationId } = row.payload;
    const access = (await conversationAccess(shard, [conversationId])).get(conversationId);
    const userIds = access?.members.map(({ userId }) => userId) ?? [];
    await this.entries.addToLists(conversationId, userIds);
    const items = await this.entries.items(userIds, { conversationId, rev: access?.head.rev ?? 0 });
    await this.fanOut.run({ shard, outboxId: row.id }, items);
  }
}
