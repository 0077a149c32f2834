import { Injectable } from '@nestjs/common';
import type { ChatListItem, Draft, KnownEntry, Message, ThreadState } from '@parley/contract';
import { chatPersonal, ENTRY_KIND, type InboxRow, ShardRouter } from '@parley/db';
import { ChatList } from '../conversation/chat-list.js';
import { MessageAccess } from '../message/message.access.js';
import { ScheduledAccess } from '../scheduled/scheduled.access.js';
import { ThreadAccess } from '../thread/thread.access.js';
import { entryView, scheduledIdOf } from './entry.view.js';
import { OwnSettings } from './own-settings.js';

/** What inbox entries point at, each as far as the user may still see it. */
@Injectable()
export class EntryBodies {
  constructor(
    private readonly shards: ShardRouter,
    private readonly list: ChatList,
    private readonly access: MessageAccess,
    private readonly scheduled: ScheduledAccess,
    private readonly threads: ThreadAccess,
    private readonly own: OwnSettings,
  ) {}

  /** Entries are pointers: bodies come from the conversations' shards, and what the user may not see is `gone`. */
  async view(userId: string, rows: readonly InboxRow[]): Promise<KnownEntry[]> {
    const scheduledIds = rows.flatMap((row) => scheduledIdOf(row) ?? []);
    const [messages, items, drafts, scheduled, threads, own] = await Promise.all([
      this.messages(userId, rows),
      this.items(userId, rows),
      this.drafts(userId, rows),
      this.scheduled.byIds(userId, [...new Set(scheduledIds)]),
      this.threadStates(userId, rows),
      this.own.of(userId, rows),
    ]);
    return rows.map((row) =>
      entryView(row, {
        message: messages.get(`${row.conversationId}:${row.seq ?? 0}`),
        item: items.get(row.conversationId),
        draft: drafts.get(row.conversationId),
        scheduled,
        thread: threads.get(`${row.conversationId}:${row.seq ?? 0}`),
        ...own,
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
