import {
  type BatchSyncPage,
  type ChatListPage,
  type KnownEntry,
  LIMITS,
  type SyncCursor,
  type SyncPage,
} from '@parley/contract';
import type { MintedSession } from '@parley/server/cli';

import { inLanes } from '../bench/support/in-lanes.js';
import { Rest } from '../bench/support/rest.js';
import { seenFrom } from './device.js';
import type { SeenMessage } from './journal.js';
import type { InboxPlace, Pulled } from './pulled.js';

const AT_ONCE = 4;

/** What devices that know nothing are given: everything from the first place on, by REST, and nothing is made of it. */
export class FreshPull {
  private readonly rest: Rest;
  private readonly sessions: readonly MintedSession[];

  constructor(address: { host: string; port: number }, sessions: readonly MintedSession[]) {
    this.rest = new Rest(address);
    this.sessions = sessions;
  }

  async all(): Promise<Pulled[]> {
    const pulled: Pulled[] = [];
    await inLanes(this.sessions, AT_ONCE, async (session) => {
      pulled.push(await this.one(session));
    });
    return pulled;
  }

  /** Where each conversation stands. */
  async heads(): Promise<Map<string, number>> {
    const heads = new Map<string, number>();
    await inLanes(this.sessions, AT_ONCE, async (session) => {
      for (const { conversationId, head } of (await this.chats(session)).items) heads.set(conversationId, head.seq);
    });
    return heads;
  }

  private async one(session: MintedSession): Promise<Pulled> {
    const { cursor, items } = await this.chats(session);
    const inbox = await this.inbox(session, cursor);
    const timelines: Pulled['timelines'] = [];
    for (const { conversationId } of items) {
      const timeline = await this.timeline(session, conversationId);
      if (timeline !== null) timelines.push(timeline);
    }
    const chats = items.map(({ conversationId: conversation, readSeq, unread }) => ({ conversation, readSeq, unread }));
    return { user: session.userId, timelines, inbox, chats, foreign: await this.foreign(session) };
  }

  private async chats(session: MintedSession): Promise<ChatListPage> {
    const page = await this.rest.call<ChatListPage>(session, { path: `/conversations?limit=${LIMITS.chatListPage}` });
    if (page.missing === true) throw new Error('a part of the chat list is left out');
    return page;
  }

  private async inbox(session: MintedSession, { incarnation }: SyncCursor): Promise<Pulled['inbox']> {
    const entries: InboxPlace[] = [];
    for (;;) {
      const query = `incarnation=${incarnation}&lastSeq=${entries.at(-1)?.inboxSeq ?? 0}&limit=${LIMITS.syncPage}`;
      const page = await this.rest.call<SyncPage>(session, { path: `/sync?${query}` });
      if (page.reset !== undefined) throw new Error(`the sync of a fresh device is answered with reset: ${page.reset}`);
      entries.push(...page.entries.map(placeFrom));
      if (!page.hasMore || page.entries.length === 0) return { head: page.latestSeq, entries };
    }
  }

  private async timeline(session: MintedSession, conversationId: string): Promise<Pulled['timelines'][number] | null> {
    const messages: SeenMessage[] = [];
    for (;;) {
      const lastSeq = messages.at(-1)?.seq ?? 0;
      const body = { syncs: [{ conversationId, lastSeq, lastRev: 0 }] };
      const { syncs } = await this.rest.call<BatchSyncPage>(session, { method: 'POST', path: '/batch/sync', body });
      const page = syncs[0];
      if (page === undefined) return null;
      messages.push(...page.messages.map(seenFrom));
      if (!page.hasMore || page.messages.length === 0) {
        return { conversation: conversationId, head: page.head.seq, messages };
      }
    }
  }

  /** Asks for the direct conversation of two others. */
  private async foreign(session: MintedSession): Promise<Pulled['foreign']> {
    const other = this.sessions.find(({ userId }) => userId !== session.userId && userId !== session.peerId);
    if (other === undefined) return [];
    const { conversationId: conversation } = other;
    const given = await this.timeline(session, conversation);
    return [{ conversation, messages: given?.messages.length ?? 0 }];
  }
}

function placeFrom(entry: KnownEntry): InboxPlace {
  const { inboxSeq } = entry;
  if (entry.kind !== 'message') return { inboxSeq };
  return { inboxSeq, message: { conversation: entry.conversationId, seq: entry.seq } };
}
