import { Injectable } from '@nestjs/common';
import type { BatchSyncPage, BatchSyncRequest } from '@parley/contract';
import type { Actor } from '../auth/actor.js';
import { MessageAccess } from '../message/message.access.js';

/** Messages of one timeline in one answer; a client that is far behind asks again. */
const PER_TIMELINE = 100;
/** Messages of all timelines in one answer: two hundred full ones would be too much at once. */
const PER_ANSWER = 2_000;

/** The missing parts of several timelines; those unknown or not the user's are left out. */
@Injectable()
export class PullTimelines {
  constructor(private readonly access: MessageAccess) {}

  async execute(actor: Actor, { syncs }: BatchSyncRequest): Promise<BatchSyncPage> {
    const limit = Math.max(10, Math.min(PER_TIMELINE, Math.floor(PER_ANSWER / syncs.length)));
    const after = syncs.map(({ conversationId, lastSeq }) => ({ conversationId, seq: lastSeq }));
    const pages = await this.access.after(actor.userId, after, limit);
    return { syncs: pages.map(({ firstSeq: _firstSeq, ...page }) => page) };
  }
}
