import { Injectable } from '@nestjs/common';
import { ENTRY_KIND, type OutboxPayloads, type Shard } from '@parley/db';
import { FanOut, type FanoutItem } from '../fanout/fan-out.js';
import { Logger } from '../platform/logger.js';

type Row<K extends 'hidden' | 'saved'> = { outboxId: string; payload: OutboxPayloads[K] };

/** What somebody did for themselves alone is told to their own devices. May be repeated. */
@Injectable()
export class FinishOwn {
  constructor(
    private readonly fanOut: FanOut,
    private readonly logger: Logger,
  ) {}

  /** Right after the commit. What can't be done now is in the outbox. */
  async now(finish: Promise<void>): Promise<void> {
    await finish.catch((error: unknown) => this.logger.warn('an own change is left to the worker', { err: error }));
  }

  hidden(shard: Shard, { outboxId, payload }: Row<'hidden'>): Promise<void> {
    const { conversationId, userId, rev, ranges } = payload;
    const body = `"v":1,"kind":"hidden","conversationId":"${conversationId}","rev":${rev},"ranges":${JSON.stringify(ranges)}}`;
    const item: FanoutItem = {
      entry: { userId, conversationId, kind: ENTRY_KIND.hidden, rev, seq: null, payload: { ranges } },
      origin: '',
      body: () => body,
    };
    return this.fanOut.run({ shard, outboxId }, [item]);
  }

  saved(shard: Shard, { outboxId, payload }: Row<'saved'>): Promise<void> {
    const { conversationId, userId, seq, savedAt } = payload;
    const body = `"v":1,"kind":"saved","conversationId":"${conversationId}","rev":0,"seq":${seq},"savedAt":${savedAt}}`;
    const item: FanoutItem = {
      entry: { userId, conversationId, kind: ENTRY_KIND.saved, rev: 0, seq, payload: { savedAt } },
      origin: '',
      body: () => body,
    };
    return this.fanOut.run({ shard, outboxId }, [item]);
  }
}
