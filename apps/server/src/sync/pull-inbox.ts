import { Injectable } from '@nestjs/common';
import type { KnownEntry, Message, SyncPage } from '@parley/contract';
import { resetReason } from '@parley/core';
import { inboxAfter, type InboxRow, ShardRouter } from '@parley/db';
import type { Actor } from '../auth/actor.js';
import { EMPTY_CURSOR } from '../conversation/chat-list.js';
import { PageRoom } from '../platform/page-bytes.js';
import { EntryBodies } from './entry-bodies.js';
import { LargeHeads } from './large-heads.js';

/** Entries whose bodies are loaded at least, at a time: of the longest messages they are a dozen times what fits. */
const STEP = 100;

type Request = { incarnation: string; lastSeq: number; limit: number };

/** What changed for a user after a cursor: contiguous entries, each as far as the user may still see it. */
@Injectable()
export class PullInbox {
  constructor(
    private readonly shards: ShardRouter,
    private readonly bodies: EntryBodies,
    private readonly large: LargeHeads,
  ) {}

  async execute(actor: Actor, { incarnation, lastSeq, limit }: Request): Promise<SyncPage> {
    const page = await inboxAfter(this.shards.forUser(actor.userId), {
      userId: actor.userId,
      afterSeq: lastSeq,
      limit,
    });
    const head = page?.head ?? { ...EMPTY_CURSOR, floorSeq: 0 };
    const answer = { incarnation: head.incarnation, latestSeq: head.inboxSeq, heads: [] };
    // A device that began before the first entry knows no incarnation yet.
    const asked = incarnation === EMPTY_CURSOR.incarnation && lastSeq === 0 ? head.incarnation : incarnation;
    const extent = { incarnation: head.incarnation, latestSeq: head.inboxSeq, oldestSeq: head.floorSeq + 1 };
    const reset = resetReason({ incarnation: asked, inboxSeq: lastSeq }, extent);
    if (reset !== undefined) return { ...answer, entries: [], hasMore: false, reset };
    const entries = await this.fitting(actor.userId, page?.entries ?? []);
    const last = entries.at(-1)?.inboxSeq ?? lastSeq;
    const hasMore = last < head.inboxSeq;
    // With the last page: until then the device asks again anyway.
    const heads = hasMore ? [] : ((await this.large.of([actor.userId])).get(actor.userId) ?? []);
    return { ...answer, entries, hasMore, heads };
  }

  /** As many of the entries as one answer holds; bodies are loaded in steps, by what those before weigh, so that little is read that doesn't fit. */
  private async fitting(userId: string, rows: readonly InboxRow[]): Promise<KnownEntry[]> {
    const room = new PageRoom();
    const entries: KnownEntry[] = [];
    for (let count = STEP; entries.length < rows.length; count = Math.max(STEP, room.expected)) {
      const at = entries.length;
      const step = await this.bodies.view(userId, rows.slice(at, at + count));
      const fit = room.fitting(step, bodyOf, at > 0);
      entries.push(...step.slice(0, fit));
      if (fit < step.length) break;
    }
    return entries;
  }
}

/** What an entry weighs by. */
function bodyOf(entry: KnownEntry): Pick<Message, 'content'> | undefined {
  if (entry.kind !== 'scheduled') return 'message' in entry ? entry.message : undefined;
  const content = entry.scheduled?.content ?? null;
  return content === null ? undefined : { content };
}
