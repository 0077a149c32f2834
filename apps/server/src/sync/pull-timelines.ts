import { Injectable } from '@nestjs/common';
import type { BatchSyncPage, BatchSyncRequest, Message, TimelineSync } from '@parley/contract';
import type { Actor } from '../auth/actor.js';
import { type ChangedPart, MessageAccess } from '../message/message.access.js';
import { PageRoom } from '../platform/page-bytes.js';

/** Messages of one timeline in one answer; a client that is far behind asks again. */
const PER_TIMELINE = 100;
/** Messages of all timelines in one answer: two hundred full ones would be too much at once. */
const PER_ANSWER = 500;

/** The missing parts of several timelines; those unknown or not the user's are left out. */
@Injectable()
export class PullTimelines {
  constructor(private readonly access: MessageAccess) {}

  async execute({ userId }: Actor, { syncs }: BatchSyncRequest): Promise<BatchSyncPage> {
    // One that is asked for twice is answered once, as asked last.
    const asked = new Map(syncs.map((sync) => [sync.conversationId, sync]));
    const limit = Math.max(5, Math.min(PER_TIMELINE, Math.floor(PER_ANSWER / asked.size)));
    const after = [...asked.values()].map(({ conversationId, lastSeq }) => ({ conversationId, seq: lastSeq }));
    const pages = await this.access.after(userId, after, limit);
    const behind = pages.flatMap(({ conversationId, head }) => {
      const { lastSeq = 0, lastRev = 0 } = asked.get(conversationId) ?? {};
      return lastSeq > 0 && lastRev < head.rev ? [{ conversationId, seq: lastSeq, rev: lastRev }] : [];
    });
    const changed = await this.access.changed(userId, behind, limit);
    const room = new PageRoom();
    return {
      syncs: pages.map((page) => {
        const { lastRev = 0 } = asked.get(page.conversationId) ?? {};
        const changes = fittingChanges(changed.get(page.conversationId), { lastRev, headRev: page.head.rev }, room);
        const newer = bounded(page, room);
        return { ...newer, ...changes, hasMore: newer.hasMore || changes.rev < page.head.rev };
      }),
    };
  }
}

/** As many changes as fit, in order: every change up to the rev that is named is in the answer. */
function fittingChanges(
  part: ChangedPart | undefined,
  { lastRev, headRev }: { lastRev: number; headRev: number },
  room: PageRoom,
): { changed: Message[]; rev: number } {
  const changed = new Map<number, Message>();
  let rev = lastRev;
  for (const change of part?.changes ?? []) {
    const { message } = change;
    if (message !== undefined && !changed.has(message.seq)) {
      if (room.fitting([message], (one) => one, changed.size > 0) === 0) return { changed: [...changed.values()], rev };
      changed.set(message.seq, message);
    }
    rev = change.rev;
  }
  return { changed: [...changed.values()], rev: part?.hasMore === true ? rev : Math.max(rev, headRev) };
}

type Newer = Omit<TimelineSync, 'changed' | 'rev'>;

/** Cut to what fits; ranges declared beyond the cut come with the next page. */
function bounded({ conversationId, head, messages, purged, hasMore }: Newer, room: PageRoom): Newer {
  const fit = room.fitting(messages, (message) => message);
  if (fit === messages.length) return { conversationId, head, messages, purged, hasMore };
  const kept = messages.slice(0, fit);
  const to = kept.at(-1)?.seq ?? 0;
  return { conversationId, head, messages: kept, purged: purged.filter((range) => range.from <= to), hasMore: true };
}
