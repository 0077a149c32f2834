import { Injectable } from '@nestjs/common';
import { type ChatListItem, type ChatListPage, ParleyError } from '@parley/contract';
import { chatList, type ChatPreview, chatPreviews, inboxHeads, mentionedIn, ShardRouter } from '@parley/db';
import type { Actor } from '../auth/actor.js';
import { UserAccess } from '../org/user.access.js';
import { chatListItemView } from './chat-list.view.js';

/** The cursor of somebody whose inbox has never had an entry: everything is after it. */
export const EMPTY_CURSOR = { incarnation: '0', inboxSeq: 0 } as const;

/** The chat list: what is personal from the user's shard, head and preview from the conversations' shards, in batches. */
@Injectable()
export class ChatList {
  constructor(
    private readonly shards: ShardRouter,
    private readonly users: UserAccess,
  ) {}

  /** The cursor is read before the list, so a sync that starts from it misses nothing. */
  async page(actor: Actor, query: { after?: string | undefined; limit: number }): Promise<ChatListPage> {
    const own = this.shards.forUser(actor.userId);
    const head = (await inboxHeads(own, [actor.userId])).get(actor.userId);
    const rows = await chatList(own, actor.userId);
    const previews = await this.previews(
      actor.userId,
      rows.map(({ conversationId }) => conversationId),
    );
    const sorted = previews.sort((a, b) => compare(keyOf(a), keyOf(b)));
    const from = query.after === undefined ? 0 : firstAfter(sorted, query.after);
    const page = sorted.slice(from, from + query.limit);
    const last = page.at(-1);
    const more = last !== undefined && from + page.length < sorted.length;
    return {
      cursor: head === undefined ? { ...EMPTY_CURSOR } : { incarnation: head.incarnation, inboxSeq: head.inboxSeq },
      items: await this.items(actor.userId, page),
      next: more ? keyOf(last).join(':') : null,
    };
  }

  /** One row; hidden conversations are found by their members too. */
  async item(actor: Pick<Actor, 'userId'>, conversationId: string): Promise<ChatListItem> {
    const [item] = await this.items(actor.userId, await this.previews(actor.userId, [conversationId]));
    if (item === undefined) throw new ParleyError('CONVERSATION_NOT_FOUND');
    return item;
  }

  /** Rows by id, as far as the user is a member; for inbox entries that say "this row changed". */
  async itemsOf(userId: string, conversationIds: readonly string[]): Promise<Map<string, ChatListItem>> {
    const items = await this.items(userId, await this.previews(userId, conversationIds));
    return new Map(items.map((item) => [item.conversationId, item]));
  }

  private async previews(userId: string, conversationIds: readonly string[]): Promise<Preview[]> {
    const groups = this.shards.groupByShard(conversationIds, (id) => id);
    const found = await Promise.all(
      [...groups].map(async ([shard, ids]) => {
        const [previews, mentions] = await Promise.all([
          chatPreviews(shard, userId, ids),
          mentionedIn(shard, userId, ids),
        ]);
        return previews.map((row) => ({ ...row, mentionSeq: mentions.get(row.conversationId) ?? 0 }));
      }),
    );
    return found.flat();
  }

  private async items(userId: string, previews: readonly Preview[]): Promise<ChatListItem[]> {
    const peerIds = previews.flatMap((preview) => peerOf(userId, preview) ?? []);
    const people = new Map((await this.users.summaries(peerIds)).map((person) => [person.userId, person]));
    return previews.map((preview) => chatListItemView(preview, people.get(peerOf(userId, preview) ?? '') ?? null));
  }
}

/** With the newest message that calls the user, 0 if none does. */
type Preview = ChatPreview & { mentionSeq: number };

/** The other one of a direct conversation; in notes to oneself, where nobody else is, oneself. */
function peerOf(userId: string, { kind, peer }: ChatPreview): string | null {
  return peer?.userId ?? (kind === 'direct' ? userId : null);
}

type SortKey = [at: number, id: string];

function keyOf(preview: ChatPreview): SortKey {
  return [preview.lastMessage?.sentAt ?? preview.createdAt, preview.conversationId];
}

/** Newest first; ids break ties so that pages don't overlap. */
function compare(a: SortKey, b: SortKey): number {
  if (a[0] !== b[0]) return b[0] - a[0];
  if (a[1] === b[1]) return 0;
  return BigInt(a[1]) < BigInt(b[1]) ? 1 : -1;
}

function firstAfter(sorted: readonly ChatPreview[], after: string): number {
  const [at, id] = after.split(':');
  if (at === undefined || id === undefined || !/^\d+$/.test(at) || !/^\d+$/.test(id)) {
    throw new ParleyError('BAD_REQUEST', {
      issues: [{ path: 'after', message: 'pass the `next` of the page before' }],
    });
  }
  const index = sorted.findIndex((preview) => compare(keyOf(preview), [Number(at), id]) > 0);
  return index === -1 ? sorted.length : index;
}
