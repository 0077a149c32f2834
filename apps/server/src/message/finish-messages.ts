import { Injectable } from '@nestjs/common';
import { type MemberInterval, membershipDuring, messagesInRanges, type OutboxRow, type Shard } from '@parley/db';
import { FanOut } from '../fanout/fan-out.js';
import { messageItems } from './message-fanout.js';
import { messageView } from './message.view.js';

type MessageOutboxRow = Extract<OutboxRow, { kind: 'message' }>;

/** Fans out stored messages that the hot path left behind: from the tables, to those who were members at each seq. */
@Injectable()
export class FinishMessages {
  constructor(private readonly fanOut: FanOut) {}

  async execute(shard: Shard, row: MessageOutboxRow): Promise<void> {
    const [messages, intervals] = await Promise.all([
      messagesInRanges(shard, row.payload),
      membershipDuring(shard, row.payload),
    ]);
    const byConversation = Map.groupBy(intervals, ({ conversationId }) => conversationId);
    const items = messages.flatMap((message) => {
      const members = byConversation.get(message.conversationId) ?? [];
      const memberIds = members.filter((member) => covers(member, message.seq)).map(({ userId }) => userId);
      return messageItems({ message: messageView(message), memberIds, origin: '' });
    });
    await this.fanOut.run({ shard, outboxId: row.id }, items);
  }
}

function covers({ joinSeq, leftSeq }: MemberInterval, seq: number): boolean {
  return joinSeq <= seq && seq <= (leftSeq ?? Number.MAX_SAFE_INTEGER);
}
