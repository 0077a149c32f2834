import { Injectable } from '@nestjs/common';
import { ENTRY_KIND, type OutboxPayloads, type Shard, type ThreadAt, threadFollowers, threadStates } from '@parley/db';
import { FanOut, type FanoutItem } from '../fanout/fan-out.js';
import { Logger } from '../platform/logger.js';

type Row = { outboxId: string; payload: OutboxPayloads['thread'] };

const PAGE = 500;
/** Each thread of a row has so many pages to itself, so that a page has the same number whenever it is written. */
const PAGES_PER_THREAD = 100;

/**
 * Those who follow a thread are told how it is, and people of what they did themselves: by their inboxes, in either mode of the
 * conversation. May be repeated.
 */
@Injectable()
export class FinishThreads {
  constructor(
    private readonly fanOut: FanOut,
    private readonly logger: Logger,
  ) {}

  /** Right after the commit. What can't be done now is in the outbox. */
  async now(shard: Shard, row: Row): Promise<void> {
    await this.execute(shard, row).catch((error: unknown) =>
      this.logger.warn('what is new in threads is left to the worker', { err: error }),
    );
  }

  async execute(shard: Shard, { outboxId, payload }: Row): Promise<void> {
    for (const [index, thread] of payload.entries()) {
      const lastThread = index === payload.length - 1;
      let after = '0';
      for (let page = 0; page < PAGES_PER_THREAD; page += 1) {
        const userIds = await this.audience(shard, thread, after);
        const isLast = userIds.length < PAGE || page === PAGES_PER_THREAD - 1;
        const items = await this.items(shard, thread, userIds);
        const number = index * PAGES_PER_THREAD + page;
        await this.fanOut.run({ shard, outboxId, page: { number, last: lastThread && isLast } }, items);
        if (isLast) break;
        after = userIds.at(-1) ?? after;
      }
    }
  }

  private async audience(shard: Shard, { conversationId, seq, userId }: ThreadAt, after: string): Promise<string[]> {
    if (userId !== undefined) return [userId];
    return threadFollowers(shard, { conversationId, seq, after, limit: PAGE });
  }

  private async items(
    shard: Shard,
    { conversationId, seq }: ThreadAt,
    userIds: readonly string[],
  ): Promise<FanoutItem[]> {
    const states = await threadStates(
      shard,
      userIds.map((userId) => ({ userId, conversationId, seq })),
    );
    return userIds.flatMap((userId, index) => {
      const thread = states[index];
      // Not theirs to see any more.
      if (thread === undefined || typeof thread === 'string') return [];
      return {
        // A pointer: what is said and typed is kept once, and served as it is then.
        entry: { userId, conversationId, kind: ENTRY_KIND.thread, rev: 0, seq, payload: null },
        origin: '',
        body: () =>
          `"v":1,"kind":"thread","conversationId":"${conversationId}","rev":0,"seq":${seq},"thread":${JSON.stringify(thread)}}`,
      };
    });
  }
}
