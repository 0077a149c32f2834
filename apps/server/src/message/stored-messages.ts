import { Injectable } from '@nestjs/common';
import { namedIn, spansByMode } from '@parley/core';
import {
  conversationAccess,
  type MemberInterval,
  maySee,
  membershipDuring,
  type MessageRow,
  messagesInRanges,
  modeChanges,
  type SeqSpan,
  type Shard,
  visibleToAll,
} from '@parley/db';
import type { FanoutItem } from '../fanout/fan-out.js';
import type { Said } from '../fanout/room-publisher.js';
import { messageItems } from './message-fanout.js';
import { messageView } from './message.view.js';

/** What stored messages have to become: inbox entries, and what is said in read-mode conversations. */
export type ToFanOut = { items: FanoutItem[]; said: Said[]; lastRev: number; oldestAt: number };

/** The fan-out of stored messages, from the tables: each by the mode of its seq, to those who were members at its seq. */
@Injectable()
export class StoredMessages {
  async toFanOut(shard: Shard, ranges: readonly SeqSpan[]): Promise<ToFanOut> {
    const changes = await modeChanges(shard, ranges);
    const spans = ranges.flatMap(({ conversationId, from, to }) =>
      spansByMode({ from, to }, changes.get(conversationId) ?? []).map((span) => ({ conversationId, ...span })),
    );
    const written = spans.filter(({ mode }) => mode === 'write');
    const readIds = [...new Set(spans.flatMap(({ mode, conversationId }) => (mode === 'read' ? conversationId : [])))];
    const [messages, intervals, access, visible] = await Promise.all([
      messagesInRanges(shard, ranges),
      membershipDuring(shard, written),
      conversationAccess(shard, readIds),
      visibleToAll(shard, readIds),
    ]);
    const byConversation = Map.groupBy(intervals, ({ conversationId }) => conversationId);
    const named = await this.named(shard, messages, readIds);
    const found: ToFanOut = { items: [], said: [], lastRev: 0, oldestAt: Infinity };
    for (const row of messages) {
      const { conversationId, seq } = row;
      const span = spans.find((one) => one.conversationId === conversationId && one.from <= seq && seq <= one.to);
      const members = (byConversation.get(conversationId) ?? []).filter((member) => covers(member, seq));
      const message = messageView(row);
      const mode = span?.mode ?? 'write';
      const memberIds = members.map(({ userId }) => userId);
      const mentionedIds = mode === 'read' ? (named.get(keyOf(row)) ?? []) : [];
      found.items.push(...messageItems({ message, mode, memberIds, mentionedIds, origin: '' }));
      // Entitled as of now: who has left since is not told any more, and who came in since not what was said before.
      const { accessVersion } = access.get(conversationId) ?? { accessVersion: 0 };
      if (mode === 'read')
        found.said.push({
          ...{ message, accessVersion, hidden: seq < (visible.get(conversationId) ?? 0) },
          committedAt: row.sentAt,
        });
      found.lastRev = Math.max(found.lastRev, row.rev);
      found.oldestAt = Math.min(found.oldestAt, row.sentAt);
    }
    return found;
  }

  /** Whom messages of read-mode conversations name, as far as they may see them, by `conversation:seq`. */
  private async named(shard: Shard, messages: readonly MessageRow[], readIds: readonly string[]): Promise<Named> {
    const found: Named = new Map();
    for (const row of messages.filter(({ conversationId }) => readIds.includes(conversationId))) {
      const userIds = namedIn(messageView(row).content);
      if (userIds.length > 0) found.set(keyOf(row), await maySee(shard, row, userIds));
    }
    return found;
  }
}

type Named = Map<string, readonly string[]>;

function keyOf({ conversationId, seq }: { conversationId: string; seq: number }): string {
  return `${conversationId}:${seq}`;
}

function covers({ joinSeq, leftSeq }: MemberInterval, seq: number): boolean {
  return joinSeq <= seq && seq <= (leftSeq ?? Number.MAX_SAFE_INTEGER);
}
