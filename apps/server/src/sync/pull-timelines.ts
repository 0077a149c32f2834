import { Injectable } from '@nestjs/common';
import type { BatchSyncPage, BatchSyncRequest, TimelineSync } from '@parley/contract';
import type { Actor } from '../auth/actor.js';
import { MessageAccess } from '../message/message.access.js';
import { PageRoom } from '../platform/page-bytes.js';

/** Messages of one timeline in one answer; a client that is far behind asks again. */
const PER_TIMELINE = 100;
/** Messages of all timelines in one answer: two hundred full ones would be too much at once. */
const PER_ANSWER = 500;

/** The missing parts of several timelines; those unknown or not the user's are left out. */
@Injectable()
export class PullTimelines {
  constructor(private readonly access: MessageAccess) {}

  async execute(actor: Actor, { syncs }: BatchSyncRequest): Promise<BatchSyncPage> {
    const limit = Math.max(5, Math.min(PER_TIMELINE, Math.floor(PER_ANSWER / syncs.length)));
    const after = syncs.map(({ conversationId, lastSeq }) => ({ conversationId, seq: lastSeq }));
    const pages = await this.access.after(actor.userId, after, limit);
    const room = new PageRoom();
    return { syncs: pages.map((page) => bounded(page, room)) };
  }
}

/** Cut to what fits; ranges declared beyond the cut come with the next page. */
function bounded({ conversationId, head, messages, purged, hasMore }: TimelineSync, room: PageRoom): TimelineSync {
  const fit = room.fitting(messages, (message) => message);
  if (fit === messages.length) return { conversationId, head, messages, purged, hasMore };
  const kept = messages.slice(0, fit);
  const to = kept.at(-1)?.seq ?? 0;
  return { conversationId, head, messages: kept, purged: purged.filter((range) => range.from <= to), hasMore: true };
}
