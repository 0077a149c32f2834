import { Injectable } from '@nestjs/common';
import type { ChatListItem } from '@parley/contract';
import {
  addToChatList,
  conversationAccess,
  deleteFromChatLists,
  ENTRY_KIND,
  type Shard,
  ShardRouter,
} from '@parley/db';
import type { FanoutItem } from '../fanout/fan-out.js';
import { withFreshMap } from '../platform/with-fresh-map.js';
import { ChatList } from './chat-list.js';
import { FinishMode } from './finish-mode.js';

type At = { conversationId: string; rev: number };
type Member = { userId: string; peerId: string | null };

/** Rows that are rendered at a time, by one query. */
const AT_A_TIME = 200;

/** What people's chat lists hold of a conversation, and the entries that say that it came, changed or went. */
@Injectable()
export class ConversationEntries {
  constructor(
    private readonly shards: ShardRouter,
    private readonly list: ChatList,
    private readonly mode: FinishMode,
  ) {}

  /** Members get it into their lists. Idempotent. */
  async addToLists(conversationId: string, userIds: readonly string[]): Promise<void> {
    const shard = this.shards.forConversation(conversationId);
    const access = (await conversationAccess(shard, [conversationId])).get(conversationId);
    if (access === undefined || userIds.length === 0) return;
    const members = userIds.map((userId) => ({ userId, peerId: peerOf(access.kind, userId, userIds) }));
    const add = (users: readonly Member[], target: Shard): Promise<void> =>
      addToChatList(target, {
        conversationId,
        kind: access.kind,
        hidden: access.hidden,
        joinedAt: access.createdAt,
        users,
      });
    await withFreshMap(this.shards, async () => {
      const groups = this.shards.groupByShard(members, ({ userId }) => userId);
      await Promise.all([...groups].map(([target, users]) => add(users, target)));
    });
    if (access.mode === 'read') await this.mode.tell(conversationId, userIds);
  }

  /** An entry for each: the row as they see it now, or that it is not theirs to see. */
  async items(userIds: readonly string[], at: At): Promise<FanoutItem[]> {
    const items: FanoutItem[] = [];
    for (let from = 0; from < userIds.length; from += AT_A_TIME) {
      const some = userIds.slice(from, from + AT_A_TIME);
      const found = await this.list.itemsFor(some, at.conversationId);
      items.push(...some.map((userId) => entryOf(userId, at, found.get(userId))));
    }
    return items;
  }

  /** It is not theirs any more, whatever else is true of it: nothing has to be looked up. */
  goneItems(userIds: readonly string[], at: At): FanoutItem[] {
    return userIds.map((userId) => entryOf(userId, at, undefined));
  }

  /** Off these people's chat lists. Idempotent. */
  async takeOffLists(conversationId: string, userIds: readonly string[]): Promise<void> {
    await withFreshMap(this.shards, async () => {
      const groups = this.shards.groupByShard(userIds, (userId) => userId);
      await Promise.all([...groups].map(([own, mine]) => deleteFromChatLists(own, conversationId, mine)));
    });
  }
}

/** The row, or without one that it is gone. */
function entryOf(userId: string, { conversationId, rev }: At, item: ChatListItem | undefined): FanoutItem {
  const base = `"v":1,"conversationId":"${conversationId}","rev":${rev}`;
  const body =
    item === undefined ? `${base},"kind":"gone"}` : `${base},"kind":"conversation","item":${JSON.stringify(item)}}`;
  return {
    entry: { userId, conversationId, kind: ENTRY_KIND.conversation, rev, seq: null, payload: null },
    origin: '',
    body: () => body,
  };
}

/** The other one of a direct conversation; in notes to oneself that is oneself. */
function peerOf(kind: string, userId: string, members: readonly string[]): string | null {
  if (kind !== 'direct') return null;
  return members.find((other) => other !== userId) ?? userId;
}
