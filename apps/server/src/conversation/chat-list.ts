import { Injectable } from '@nestjs/common';
import { type ChatListItem, type ChatListPage, ParleyError } from '@parley/contract';
import { type ChatPlace, chatPlaceOf, compareChats } from '@parley/core';
import {
  chatList,
  type ChatListRow,
  chatPersonal,
  chatPersonalOf,
  type ChatPersonalRow,
  type ChatPlaceRow,
  chatPlaces,
  type ChatPreview,
  chatPreviews,
  chatPreviewsOf,
  type GroupFacts,
  groupFacts,
  groupFactsOf,
  inboxHeads,
  mentionedIn,
  type Shard,
  ShardRouter,
} from '@parley/db';
import type { Actor } from '../auth/actor.js';
import { OrgRules } from '../org/org-rules.js';
import { UserAccess } from '../org/user.access.js';
import { settleShards } from '../platform/settle-shards.js';
import { chatListItemView } from './chat-list.view.js';
import { firstAfter, pageKey } from './chat-page.js';
import { LargeLists, type ListedChats } from './large-lists.js';

/** With the newest message that calls the user, 0 if none does. */
type Preview = ChatPreview & { mentionSeq: number };

/** The cursor of somebody whose inbox has never had an entry: everything is after it. */
export const EMPTY_CURSOR = { incarnation: '0', inboxSeq: 0 } as const;

/**
 * The chat list: what is personal from the user's shard, head and preview from the conversations' shards, in batches. An
 * order needs the place of every conversation, so that much is read of all of them; the rows only of one page.
 */
@Injectable()
export class ChatList {
  constructor(
    private readonly shards: ShardRouter,
    private readonly users: UserAccess,
    private readonly rules: OrgRules,
    private readonly large: LargeLists,
  ) {}

  /** The cursor is read before the list, so a sync that starts from it misses nothing. */
  async page(actor: Actor, query: { after?: string | undefined; limit: number }): Promise<ChatListPage> {
    const { userId } = actor;
    const follows = query.after !== undefined;
    const { cursor, places, missing } = await this.large.of({ userId, follows }, () => this.listed(userId));
    const from = query.after === undefined ? 0 : firstAfter(places, query.after);
    const page = places.slice(from, from + query.limit);
    const ids = page.map(({ conversationId }) => conversationId);
    const rows = await this.previews(actor.userId, ids);
    const items = new Map(
      (await this.items(actor.userId, rows.previews)).map((item) => [item.conversationId, item] as const),
    );
    const last = page.at(-1);
    const more = last !== undefined && from + page.length < places.length;
    return {
      cursor,
      items: ids.flatMap((id) => items.get(id) ?? []),
      next: more ? pageKey(last) : null,
      ...(missing || rows.missing ? { missing: true } : {}),
    };
  }

  /** One row; hidden conversations are found by their members too. */
  async item(actor: Pick<Actor, 'userId'>, conversationId: string): Promise<ChatListItem> {
    const item = (await this.itemsOf(actor.userId, [conversationId])).get(conversationId);
    if (item === undefined) throw new ParleyError('CONVERSATION_NOT_FOUND');
    return item;
  }

  /** Rows by id, as far as the user is a member; for inbox entries that say "this row changed". */
  async itemsOf(userId: string, conversationIds: readonly string[]): Promise<Map<string, ChatListItem>> {
    const groups = this.shards.groupByShard(conversationIds, (id) => id);
    const found = await Promise.all([...groups].map(([shard, ids]) => previewsOn(shard, userId, ids)));
    const items = await this.items(userId, found.flat());
    return new Map(items.map((item) => [item.conversationId, item]));
  }

  /** One conversation as each of these people sees it; those who are no members are missing. */
  async itemsFor(userIds: readonly string[], conversationId: string): Promise<Map<string, ChatListItem>> {
    const shard = this.shards.forConversation(conversationId);
    const found = await chatPreviewsOf(shard, conversationId, userIds);
    const members = [...found.keys()];
    const mentions = await mentionedIn(
      shard,
      members.map((userId) => ({ userId, conversationId })),
    );
    const peerIds = [...found].flatMap(([userId, preview]) => peerOf(userId, preview) ?? []);
    const [receipts, summaries, facts, personal] = await Promise.all([
      this.rules.receipts(),
      this.users.summaries([...new Set(peerIds)]),
      groupFactsOf(shard, conversationId, members),
      this.personalOf(members, conversationId),
    ]);
    const people = new Map(summaries.map((person) => [person.userId, person]));
    return new Map(
      [...found].map(([userId, preview], index) => {
        const peer = people.get(peerOf(userId, preview) ?? '') ?? null;
        const about = {
          viewer: userId,
          receipts,
          peer,
          facts: facts.get(userId) ?? null,
          personal: personal.get(userId),
        };
        return [userId, chatListItemView({ ...preview, mentionSeq: mentions[index] ?? 0 }, about)] as const;
      }),
    );
  }

  /** What each of them set for this one, from the shards that they are on. */
  private async personalOf(userIds: readonly string[], conversationId: string): Promise<Map<string, ChatPersonalRow>> {
    const groups = this.shards.groupByShard(userIds, (userId) => userId);
    const found = await Promise.all([...groups].map(([shard, mine]) => chatPersonalOf(shard, conversationId, mine)));
    return new Map(found.flatMap((one) => [...one]));
  }

  private async listed(userId: string): Promise<ListedChats> {
    const head = (await inboxHeads(this.shards.forUser(userId), [userId])).get(userId);
    const cursor =
      head === undefined ? { ...EMPTY_CURSOR } : { incarnation: head.incarnation, inboxSeq: head.inboxSeq };
    return { cursor, ...(await this.places(userId)) };
  }

  /** Where each of the user's conversations stands, in order; those of a shard that is away are missing. */
  private async places(userId: string): Promise<{ places: ChatPlace[]; missing: boolean }> {
    const rows = await chatList(this.shards.forUser(userId), userId);
    const { answered, away } = await settleShards(
      this.shards.groupByShard(rows, ({ conversationId }) => conversationId),
      async (shard, mine) => placesOf(mine, await chatPlaces(shard, userId)),
    );
    const places = answered.flatMap(({ answer }) => answer);
    return { places: places.sort(compareChats), missing: away.length > 0 };
  }

  private async previews(
    userId: string,
    conversationIds: readonly string[],
  ): Promise<{ previews: Preview[]; missing: boolean }> {
    const { answered, away } = await settleShards(
      this.shards.groupByShard(conversationIds, (id) => id),
      (shard, ids) => previewsOn(shard, userId, ids),
    );
    return { previews: answered.flatMap(({ answer }) => answer), missing: away.length > 0 };
  }

  private async items(userId: string, previews: readonly Preview[]): Promise<ChatListItem[]> {
    if (previews.length === 0) return [];
    const peerIds = previews.flatMap((preview) => peerOf(userId, preview) ?? []);
    const ids = previews.map(({ conversationId }) => conversationId);
    const [receipts, summaries, facts, personal] = await Promise.all([
      this.rules.receipts(),
      this.users.summaries(peerIds),
      this.facts(userId, previews),
      chatPersonal(this.shards.forUser(userId), userId, ids),
    ]);
    const people = new Map(summaries.map((person) => [person.userId, person]));
    return previews.map((preview) =>
      chatListItemView(preview, {
        viewer: userId,
        receipts,
        peer: people.get(peerOf(userId, preview) ?? '') ?? null,
        facts: facts.get(preview.conversationId) ?? null,
        personal: personal.get(preview.conversationId),
      }),
    );
  }

  /** Of what is no direct conversation. */
  private async facts(userId: string, previews: readonly ChatPreview[]): Promise<Map<string, GroupFacts>> {
    const ids = previews.flatMap(({ kind, conversationId }) => (kind === 'direct' ? [] : [conversationId]));
    const groups = this.shards.groupByShard(ids, (id) => id);
    const found = await Promise.all([...groups].map(([shard, mine]) => groupFacts(shard, userId, mine)));
    return new Map(found.flatMap((one) => [...one]));
  }
}

async function previewsOn(shard: Shard, userId: string, ids: readonly string[]): Promise<Preview[]> {
  // One after the other: whoever is called by what the head counts is found.
  const previews = await chatPreviews(shard, userId, ids);
  const mentions = await mentionedIn(
    shard,
    previews.map(({ conversationId }) => ({ userId, conversationId })),
  );
  return previews.map((preview, index) => ({ ...preview, mentionSeq: mentions[index] ?? 0 }));
}

/** Of a shard's places those that are in the list: a conversation that moved may have left something behind. */
function placesOf(rows: readonly ChatListRow[], found: readonly ChatPlaceRow[]): ChatPlace[] {
  const mine = new Map(rows.map((row) => [row.conversationId, row]));
  return found.flatMap(({ conversationId, headSeq, lastAt }) => {
    const personal = mine.get(conversationId);
    return personal === undefined ? [] : [chatPlaceOf({ conversationId, lastAt, headSeq, personal })];
  });
}

/** The other one of a direct conversation; in notes to oneself, where nobody else is, oneself. */
function peerOf(userId: string, { kind, peer }: ChatPreview): string | null {
  return peer?.userId ?? (kind === 'direct' ? userId : null);
}
