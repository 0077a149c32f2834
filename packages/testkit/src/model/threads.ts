import {
  type Draft,
  type Message,
  ParleyError,
  type Replies,
  type ThreadChange,
  type ThreadItem,
  type ThreadPage,
  type ThreadState,
} from '@parley/contract';
import { changeThread, clampDraft, newerDraft, unreadReplies, withReply } from '@parley/core';
import type { Conversation } from './conversation.js';

type Mine = Pick<ThreadState, 'readOrd' | 'following' | 'version' | 'draft'>;
const NOTHING: Mine = { readOrd: 0, following: false, version: 0, draft: null };

/** Who asks, and for the thread of which message. */
export type ThreadOf = { readonly userId: string; readonly conversation: Conversation; readonly seq: number };

/** What each person has of each thread; what was said in it is in the conversation. */
export class ThreadStore {
  readonly #mine = new Map<string, Mine>();

  state(of: ThreadOf): ThreadState {
    const { conversation, seq } = of;
    const { count = 0, lastSeq = 0, lastAt = 0 } = repliesOf(conversation, seq) ?? {};
    return { conversationId: conversation.conversationId, seq, count, lastSeq, lastAt, ...this.#of(of) };
  }

  /** Who replies follows, and has read up to there; with the first reply so does whoever wrote what the thread hangs on. */
  replied(conversation: Conversation, { senderId, thread }: Message): void {
    const seq = thread?.seq ?? 0;
    const asked = thread?.ord === 1 ? (conversation.messages[seq - 1]?.senderId ?? senderId) : senderId;
    for (const userId of new Set([senderId, asked])) {
      const of = { userId, conversation, seq };
      const { following, version, ...mine } = this.#of(of);
      const readOrd = userId === senderId ? Math.max(mine.readOrd, thread?.ord ?? 0) : mine.readOrd;
      this.#set(of, { ...mine, readOrd, following: true, version: following ? version : version + 1 });
    }
  }

  followers(conversation: Conversation, seq: number): string[] {
    const { members } = conversation;
    return [...members.keys()].filter((userId) => this.#of({ userId, conversation, seq }).following);
  }

  /** Whether it changed anything. */
  change(of: ThreadOf, change: ThreadChange): boolean {
    const after = changeThread(this.state(of), change);
    if (after !== null) this.#set(of, after);
    return after !== null;
  }

  /** Whether it counts. */
  type(of: ThreadOf, typed: Draft, now: number): boolean {
    const mine = this.#of(of);
    const given = clampDraft(typed, now);
    const draft = mine.draft === null ? given : newerDraft(mine.draft, given);
    if (draft === mine.draft) return false;
    this.#set(of, { ...mine, draft });
    return true;
  }

  page(of: ThreadOf, { before, limit }: { before: number; limit: number }): ThreadPage {
    const { conversation, seq } = of;
    const root = rootOf(conversation, seq);
    const older = conversation.messages.filter((message) => message.thread?.seq === seq && message.seq < before);
    const messages = older.slice(-limit);
    const thread = this.state(of);
    return { thread, root: pulled(conversation, root), messages, hasMore: messages.length < older.length };
  }

  /** All that a person follows, of these conversations. */
  list(userId: string, conversations: Iterable<Conversation>): { threads: ThreadItem[]; unread: number } {
    const threads: ThreadItem[] = [];
    for (const conversation of conversations) {
      for (const root of conversation.messages) {
        const state = this.state({ userId, conversation, seq: root.seq });
        if (!state.following || state.count === 0) continue;
        threads.push({
          ...state,
          root: pulled(conversation, root),
          last: conversation.messages[state.lastSeq - 1] ?? null,
        });
      }
    }
    threads.sort((a, b) => b.lastAt - a.lastAt || Number(b.conversationId) - Number(a.conversationId) || b.seq - a.seq);
    return { threads, unread: threads.filter((thread) => unreadReplies(thread) > 0).length };
  }

  #of({ userId, conversation, seq }: ThreadOf): Mine {
    return this.#mine.get(`${userId}/${conversation.conversationId}/${seq}`) ?? NOTHING;
  }

  #set({ userId, conversation, seq }: ThreadOf, { readOrd, following, version, draft }: Mine): void {
    this.#mine.set(`${userId}/${conversation.conversationId}/${seq}`, { readOrd, following, version, draft });
  }
}

/** What can have a thread; throws otherwise. */
export function rootOf({ messages }: Conversation, seq: number): Message {
  const root = messages[seq - 1];
  const isSaid = root !== undefined && root.thread === undefined && root.content.type !== 'system';
  if (!isSaid) throw new ParleyError('THREAD_NOT_FOUND');
  return root;
}

export function repliesOf(conversation: Conversation | undefined, seq: number): Replies | undefined {
  const replies = (conversation?.messages ?? []).filter(({ thread }) => thread?.seq === seq);
  return replies.reduce<Replies | undefined>(withReply, undefined);
}

/** As it is when somebody asks for it; what is pushed says nothing of its thread. */
export function pulled(conversation: Conversation, message: Message): Message {
  const replies = repliesOf(conversation, message.seq);
  return replies === undefined ? message : { ...message, replies };
}
