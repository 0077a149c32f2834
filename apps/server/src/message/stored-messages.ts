import { Injectable } from '@nestjs/common';
import { type MemberInterval, membershipDuring, messagesInRanges, type SeqSpan, type Shard } from '@parley/db';
import type { FanoutItem } from '../fanout/fan-out.js';
import { messageItems } from './message-fanout.js';
import { messageView } from './message.view.js';

/** Inbox entries of stored messages, from the tables: for those who were members at each seq. */
@Injectable()
export class StoredMessages {
  async items(shard: Shard, ranges: readonly SeqSpan[]): Promise<FanoutItem[]> {
    const [messages, intervals] = await Promise.all([messagesInRanges(shard, ranges), membershipDuring(shard, ranges)]);
    const byConversation = Map.groupBy(intervals, ({ conversationId }) => conversationId);
    return messages.flatMap((message) => {
      const members = byConversation.get(message.conversationId) ?? [];
      const memberIds = members.filter((member) => covers(member, message.seq)).map(({ userId }) => userId);
      return messageItems({ message: messageView(message), memberIds, origin: '' });
    });
  }
}

function covers({ joinSeq, leftSeq }: MemberInterval, seq: number): boolean {
  return joinSeq <= seq && seq <= (leftSeq ?? Number.MAX_SAFE_INTEGER);
}
