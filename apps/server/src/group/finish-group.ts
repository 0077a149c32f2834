import { Injectable } from '@nestjs/common';
import { type OutboxPayloads, type Shard, ShardRouter } from '@parley/db';
import { ConversationEntries } from '../conversation/conversation-entries.js';
import { FanOut } from '../fanout/fan-out.js';
import { RoomPublisher } from '../fanout/room-publisher.js';
import { StoredMessages } from '../message/stored-messages.js';
import { Logger } from '../platform/logger.js';
import { presentAmong } from './group.repo.js';

/** People at a time. */
const PAGE = 200;

type Row = { outboxId: string; payload: OutboxPayloads['group'] };

/** After a change of a group: chat lists of who came and went, then the entries of everybody. Every step may be repeated. */
@Injectable()
export class FinishGroup {
  constructor(
    private readonly shards: ShardRouter,
    private readonly entries: ConversationEntries,
    private readonly messages: StoredMessages,
    private readonly fanOut: FanOut,
    private readonly rooms: RoomPublisher,
    private readonly logger: Logger,
  ) {}

  /** Right after the commit. What can't be done now is in the outbox. */
  async now(conversationId: string, row: Row): Promise<void> {
    await this.execute(this.shards.forConversation(conversationId), row).catch((error: unknown) =>
      this.logger.warn('a change of a group is left to the worker', { conversationId, err: error }),
    );
  }

  async execute(shard: Shard, { outboxId, payload }: Row): Promise<void> {
    const { conversationId, seq, added, removed } = payload;
    const told = await this.messages.toFanOut(shard, [{ conversationId, from: seq, to: seq }]);
    const at = { conversationId, rev: told.lastRev };
    // Cut by the row alone, so the same way each time. Who came has the conversation's row before the message that says so.
    const pages = pagesOf(added);
    for (const [number, page] of pages.entries()) {
      await this.settleLists(shard, conversationId, page);
      const came = await this.entries.items(page, at);
      if (number === pages.length - 1) {
        await this.settleLists(shard, conversationId, removed);
        const went = await this.entries.items(removed, at);
        this.rooms.say(told.said);
        await this.fanOut.run({ shard, outboxId, page: { number, last: true } }, [...came, ...told.items, ...went]);
      } else await this.fanOut.run({ shard, outboxId, page: { number, last: false } }, came);
    }
  }

  /**
   * Chat lists as the membership is now, not as it was then: two changes may be finished in any order. Looked at again
   * afterwards, as another change may have come in between.
   */
  private async settleLists(shard: Shard, conversationId: string, userIds: readonly string[]): Promise<void> {
    if (userIds.length === 0) return;
    for (let seen = ''; ;) {
      const { version, present } = await presentAmong(shard, conversationId, userIds);
      if (version === seen) return;
      seen = version;
      await this.entries.addToLists(conversationId, [...present]);
      const away = userIds.filter((userId) => !present.has(userId));
      await this.entries.takeOffLists(conversationId, away);
    }
  }
}

/** At least one page, if an empty one: something is always told. */
function pagesOf(userIds: readonly string[]): string[][] {
  const pages: string[][] = [];
  for (let from = 0; from === 0 || from < userIds.length; from += PAGE) pages.push(userIds.slice(from, from + PAGE));
  return pages;
}
