import { Injectable } from '@nestjs/common';
import type { ChatListItem, Draft, KnownEntry, Message, SyncPage, ThreadState } from '@parley/contract';
import { resetReason } from '@parley/core';
import { chatPersonal, ENTRY_KIND, inboxAfter, type InboxRow, ShardRouter } from '@parley/db';
import type { Actor } from '../auth/actor.js';
import { ChatList, EMPTY_CURSOR } from '../conversation/chat-list.js';
import { MessageAccess } from '../message/message.access.js';
import { PageRoom } from '../platform/page-bytes.js';
import { ScheduledAccess } from '../scheduled/scheduled.access.js';
import { ThreadAccess } from '../thread/thread.access.js';
import { entryView, scheduledIdOf } from './entry.view.js';
import { LargeHeads } from './large-heads.js';

/** Entries whose bodies are loaded at a time. */
const STEP = 100;

type Request = { incarnation: string; lastSeq: number; limit: number };

/** What changed for a user after a cursor: contiguous entries, each as far as the user may still see it. */
@Injectable()
export class PullInbox {
  constructor(
    private readonly shards: ShardRouter,
    private readonly list: ChatList,
    private readonly access: MessageAccess,
    private readonly scheduled: ScheduledAccess,
    private readonly large: LargeHeads,
    private readonly threads: ThreadAccess,
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

  /** As many of the entries as one answer holds; bodies are loaded in steps, so that what doesn't fit isn't read. */
  private async fitting(userId: string, rows: readonly InboxRow[]): Promise<KnownEntry[]> {
    const room = new PageRoom();
    const entries: KnownEntry[] = [];
    for (let at = 0; at < rows.length; at += STEP) {
      const step = await this.view(userId, rows.slice(at, at + STEP));
      const fit = room.fitting(step, bodyOf, at > 0);
      entries.push(...step.slice(0, fit));
      if (fit < step.length) break;
    }
    return entries;
  }

  /** Entries are pointers: bodies come from the conversations' shards, and what the user may not see is `gone`. */
  private async view(userId: string, rows: readonly InboxRow[]): Promise<KnownEntry[]> {
    const scheduledIds = rows.flatMap((row) => scheduledIdOf(row) ?? []);
    const [messages, items, drafts, scheduled, threads] = await Promise.all([
      this.messages(userId, rows),
      this.items(userId, rows),
      this.drafts(userId, rows),
      this.scheduled.byIds(userId, [...new Set(scheduledIds)]),
      this.threadStates(userId, rows),
    ]);
    return rows.map((row) =>
      entryView(row, {
        message: messages.get(`${row.conversationId}:${row.seq ?? 0}`),
        item: items.get(row.conversationId),
        draft: drafts.get(row.conversationId),
        scheduled,
        thread: threads.get(`${row.conversationId}:${row.seq ?? 0}`),
      }),
    );
  }

  private messages(userId: string, rows: readonly InboxRow[]): Promise<Map<string, Message>> {
    const keys = rows.flatMap(({ kind, conversationId, seq }) =>
      (kind === ENTRY_KIND.message || kind === ENTRY_KIND.change) && seq !== null ? [{ conversationId, seq }] : [],
    );
    return this.access.byKeys(userId, keys);
  }

  private threadStates(userId: string, rows: readonly InboxRow[]): Promise<Map<string, ThreadState>> {
    const keys = rows.flatMap(({ kind, conversationId, seq }) =>
      kind === ENTRY_KIND.thread && seq !== null ? [{ conversationId, seq }] : [],
    );
    return this.threads.byKeys(userId, keys);
  }

  private async drafts(userId: string, rows: readonly InboxRow[]): Promise<Map<string, Draft>> {
    const ids = rows.flatMap(({ kind, conversationId }) => (kind === ENTRY_KIND.draft ? [conversationId] : []));
    const found = await chatPersonal(this.shards.forUser(userId), userId, [...new Set(ids)]);
    return new Map([...found].flatMap(([id, { draft }]) => (draft === null ? [] : [[id, draft] as const])));
  }

  private items(userId: string, rows: readonly InboxRow[]): Promise<Map<string, ChatListItem>> {
    const ids = rows.flatMap(({ kind, conversationId }) => (kind === ENTRY_KIND.conversation ? [conversationId] : []));
    return this.list.itemsOf(userId, [...new Set(ids)]);
  }
}

/** What an entry weighs by. */
function bodyOf(entry: KnownEntry): Pick<Message, 'content'> | undefined {
  if (entry.kind !== 'scheduled') return 'message' in entry ? entry.message : undefined;
  const content = entry.scheduled?.content ?? null;
  return content === null ? undefined : { content };
}
