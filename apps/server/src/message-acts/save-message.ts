import { Injectable } from '@nestjs/common';
import { ParleyError } from '@parley/contract';
import { demandSaid } from '@parley/core';
import { insertOutbox, ShardRouter } from '@parley/db';
import type { Actor } from '../auth/actor.js';
import { MessageAccess } from '../message/message.access.js';
import { Clock } from '../platform/clock.js';
import { IdGenerator } from '../platform/ids.js';
import { withFreshMap } from '../platform/with-fresh-map.js';
import type { MessageAt } from './change-message.js';
import { FinishOwn } from './finish-own.js';
import { storeSaved } from './message-acts.repo.js';

/** Saves a message for oneself, or takes it off again. What is kept is where it stands, never what it says. */
@Injectable()
export class SaveMessage {
  constructor(
    private readonly shards: ShardRouter,
    private readonly access: MessageAccess,
    private readonly ids: IdGenerator,
    private readonly clock: Clock,
    private readonly finish: FinishOwn,
  ) {}

  async save({ userId }: Actor, at: MessageAt): Promise<{ savedAt: number }> {
    const message = (await this.access.byKeys(userId, [at])).get(`${at.conversationId}:${at.seq}`);
    if (message === undefined) throw new ParleyError('MESSAGE_NOT_FOUND');
    demandSaid({ ...message, said: message.content.type !== 'system' && message.content.type !== 'recalled' });
    const now = new Date(this.clock.now());
    return { savedAt: (await this.store(userId, at, now))?.getTime() ?? now.getTime() };
  }

  async unsave({ userId }: Actor, at: MessageAt): Promise<void> {
    await this.store(userId, at, null);
  }

  private async store(userId: string, key: MessageAt, at: Date | null): Promise<Date | null> {
    const outboxId = this.ids.next();
    const payload = { userId, ...key, savedAt: at?.getTime() ?? null };
    let told = false;
    const savedAt = await withFreshMap(this.shards, () =>
      storeSaved(
        this.shards.forUser(userId),
        { userId, ...key },
        {
          at,
          tell: async (tx) => {
            await insertOutbox(tx, { id: outboxId, kind: 'saved', payload });
            told = true;
          },
        },
      ),
    );
    if (told) await this.finish.now(this.finish.saved(this.shards.forUser(userId), { outboxId, payload }));
    return savedAt;
  }
}
