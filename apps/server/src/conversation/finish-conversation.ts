import { Injectable } from '@nestjs/common';
import { addToChatList, conversationAccess, ENTRY_KIND, type OutboxRow, type Shard, ShardRouter } from '@parley/db';
import { FanOut, type FanoutItem } from '../fanout/fan-out.js';
import { withFreshMap } from '../platform/with-fresh-map.js';
import { ChatList } from './chat-list.js';

type ConversationRow = Extract<OutboxRow, { kind: 'conversation' }>;
type Member = { userId: string; peerId: string | null };

/** A new conversation gets into its members' chat lists, and an inbox entry tells their devices. */
@Injectable()
export class FinishConversation {
  constructor(
    private readonly shards: ShardRouter,
    private readonly fanOut: FanOut,
    private readonly list: ChatList,
  ) {}

  async execute(shard: Shard, row: ConversationRow): Promise<void> {
    const { conversationId } = row.payload;
    const access = (await conversationAccess(shard, [conversationId])).get(conversationId);
    const userIds = access?.members.map(({ userId }) => userId) ?? [];
    await this.addToLists(conversationId, userIds);
    const items = await Promise.all(
      userIds.map((userId) => this.item(userId, { conversationId, rev: access?.head.rev ?? 0 })),
    );
    await this.fanOut.run({ shard, outboxId: row.id }, items);
  }

  async addToLists(conversationId: string, userIds: readonly string[]): Promise<void> {
    const shard = this.shards.forConversation(conversationId);
    const access = (await conversationAccess(shard, [conversationId])).get(conversationId);
    if (access === undefined) return;
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
  }

  private async item(
    userId: string,
    { conversationId, rev }: { conversationId: string; rev: number },
  ): Promise<FanoutItem> {
    const item = await this.list.item({ userId }, conversationId);
    return {
      entry: { userId, conversationId, kind: ENTRY_KIND.conversation, rev, seq: null, payload: null },
      origin: '',
      body: () =>
        `"v":1,"kind":"conversation","conversationId":"${conversationId}","rev":${rev},"item":${JSON.stringify(item)}}`,
    };
  }
}

/** The other one of a direct conversation; in notes to oneself that is oneself. */
function peerOf(kind: string, userId: string, members: readonly string[]): string | null {
  if (kind !== 'direct') return null;
  return members.find((other) => other !== userId) ?? userId;
}
