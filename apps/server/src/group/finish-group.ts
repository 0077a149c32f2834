import { Injectable } from '@nestjs/common';
import { type OutboxPayloads, type Shard, ShardRouter } from '@parley/db';
import { ConversationEntries } from '../conversation/conversation-entries.js';
import { FanOut } from '../fanout/fan-out.js';
import { StoredMessages } from '../message/stored-messages.js';
import { Logger } from '../platform/logger.js';
import { presentAmong } from './group.repo.js';

type Row = { outboxId: string; payload: OutboxPayloads['group'] };

/** After a change of a group: chat lists of who came and went, then the entries of everybody. Every step may be repeated. */
@Injectable()
export class FinishGroup {
  constructor(
    private readonly shards: ShardRouter,
    private readonly entries: ConversationEntries,
    private readonly messages: StoredMessages,
    private readonly fanOut: FanOut,
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
    await this.settleLists(shard, conversationId, [...new Set([...added, ...removed])]);
    const told = await this.messages.items(shard, [{ conversationId, from: seq, to: seq }]);
    const rev = told[0]?.entry.rev ?? 0;
    const [came, went] = await Promise.all([
      this.entries.items(added, { conversationId, rev }),
      this.entries.items(removed, { conversationId, rev }),
    ]);
    // The row first, so that the message finds it.
    await this.fanOut.run({ shard, outboxId }, [...came, ...told, ...went]);
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
