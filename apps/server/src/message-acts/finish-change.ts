import { Injectable } from '@nestjs/common';
import { changeAudience, ENTRY_KIND, messagesInRanges, type OutboxPayloads, type Shard } from '@parley/db';
import { FanOut, type FanoutItem } from '../fanout/fan-out.js';
import { shownMessage } from '../message/message.access.js';
import { Logger } from '../platform/logger.js';

type Row = { outboxId: string; payload: OutboxPayloads['change'] };

const PAGE = 1_000;

/** A changed message is told to the members who may see it, as it is when they are told. May be repeated. */
@Injectable()
export class FinishChange {
  constructor(
    private readonly fanOut: FanOut,
    private readonly logger: Logger,
  ) {}

  /** Right after the commit. What can't be done now is in the outbox. */
  async now(shard: Shard, row: Row): Promise<void> {
    await this.execute(shard, row).catch((error: unknown) =>
      this.logger.warn('a change of a message is left to the worker', {
        conversationId: row.payload.conversationId,
        err: error,
      }),
    );
  }

  async execute(shard: Shard, { outboxId, payload }: Row): Promise<void> {
    const { conversationId, seq, rev, actorId } = payload;
    const [row] = await messagesInRanges(shard, [{ conversationId, from: seq, to: seq }]);
    // Purged meanwhile: that is told by itself.
    if (row === undefined) return this.fanOut.run({ shard, outboxId }, []);
    let encoded: string | null = null;
    const body = (): string =>
      (encoded ??= `"v":1,"kind":"change","conversationId":"${conversationId}","seq":${seq},"rev":${rev},"by":"${actorId}","message":${JSON.stringify(shownMessage(row))}}`);
    const items = (await this.audience(shard, payload)).map((userId): FanoutItem => ({
      entry: { userId, conversationId, kind: ENTRY_KIND.change, rev, seq, payload: { by: actorId } },
      origin: '',
      body,
    }));
    await this.fanOut.run({ shard, outboxId }, items);
  }

  private async audience(shard: Shard, { conversationId, seq }: Row['payload']): Promise<string[]> {
    const found: string[] = [];
    for (let after = '0'; ;) {
      const page = await changeAudience(shard, { conversationId, seq, after, limit: PAGE });
      found.push(...page);
      const last = page.at(-1);
      if (last === undefined || page.length < PAGE) return found;
      after = last;
    }
  }
}
