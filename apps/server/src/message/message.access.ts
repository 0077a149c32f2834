import { Injectable } from '@nestjs/common';
import type { Message, TimelineSync } from '@parley/contract';
import {
  type Changed,
  changedAfter,
  type MessageKey,
  type MessageRow,
  messagesByKeys,
  seqBefore,
  ShardRouter,
  timelineBefore,
  timelinesAfter,
} from '@parley/db';
import { HotMessages } from './hot-messages.js';
import { messageView } from './message.view.js';

/** The one door to messages for those who read: each query asks who may see what, and what is missing is not theirs. */
@Injectable()
export class MessageAccess {
  constructor(
    private readonly shards: ShardRouter,
    private readonly hot: HotMessages,
  ) {}

  /** By `conversationId:seq`; what the user may not see, or what was purged, is missing. */
  async byKeys(userId: string, keys: readonly MessageKey[]): Promise<Map<string, Message>> {
    const groups = this.shards.groupByShard(keys, ({ conversationId }) => conversationId);
    const found = await Promise.all(
      [...groups].map(([shard, mine]) => messagesByKeys(shard, { userId, keys: mine }, this.hot)),
    );
    return new Map(found.flat().map((row) => [`${row.conversationId}:${row.seq}`, messageView(row)]));
  }

  /** What timelines hold after a seq each, oldest first; unknown ones and those never the user's are missing. */
  async after(
    userId: string,
    after: readonly { conversationId: string; seq: number }[],
    limit: number,
  ): Promise<TimelinePart[]> {
    const groups = this.shards.groupByShard(after, ({ conversationId }) => conversationId);
    const pages = await Promise.all(
      [...groups].map(([shard, mine]) => timelinesAfter(shard, { userId, after: mine, limit }, this.hot)),
    );
    return pages.flat().map((page) => ({ ...page, messages: page.messages.map(messageView) }));
  }

  /** What was changed after a rev of timelines that the user was just served from, with the messages as they are now. */
  async changed(userId: string, asks: readonly ChangedAsk[], limit: number): Promise<Map<string, ChangedPart>> {
    const groups = this.shards.groupByShard(asks, ({ conversationId }) => conversationId);
    const found = (await Promise.all([...groups].map(([shard, mine]) => changedAfter(shard, mine, limit)))).flat();
    const keys = found.flatMap(({ conversationId, changes }) =>
      [...new Set(changes.flatMap(({ seq }) => seq ?? []))].map((seq) => ({ conversationId, seq })),
    );
    const messages = await this.byKeys(userId, keys);
    return new Map(
      found.map(({ conversationId, changes, hasMore }) => [
        conversationId,
        {
          hasMore,
          changes: changes.map(({ rev, seq }) => ({ rev, message: messages.get(`${conversationId}:${seq}`) })),
        },
      ]),
    );
  }

  /** Newest first, from before a seq or from the head; null: unknown or never theirs. */
  async before(
    userId: string,
    page: { conversationId: string; beforeSeq: number | null; limit: number },
  ): Promise<TimelinePart | null> {
    const shard = this.shards.forConversation(page.conversationId);
    const found = await timelineBefore(shard, { userId, ...page }, this.hot);
    return found === null ? null : { ...found, messages: found.messages.map(messageView) };
  }

  /** The seq of the last message that was sent before a moment; 0: none. Only to page on from: what is there is asked of `after`. */
  seqBefore(conversationId: string, at: number): Promise<number> {
    return seqBefore(this.shards.forConversation(conversationId), conversationId, at);
  }

  /** A message was changed, and is as it was just read. */
  noteChanged(row: MessageRow): void {
    this.hot.read([row]);
  }
}

export type TimelinePart = Omit<TimelineSync, 'changed' | 'rev'> & { firstSeq: number };
export type ChangedAsk = { conversationId: string; seq: number; rev: number };
/** In the order of the revs; without a message where it is not the user's to see, or was not asked for. */
export type ChangedPart = Pick<Changed, 'hasMore'> & { changes: { rev: number; message: Message | undefined }[] };

/** A row that another entitled query brought along (the last message of a chat list), as it travels. */
export function shownMessage(row: MessageRow): Message {
  return messageView(row);
}
