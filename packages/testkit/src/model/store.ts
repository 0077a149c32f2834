/**
 * What the model server never forgets: conversation logs, inboxes, cursors and the outbox. Every method is one
 * transaction: it happens whole, at one moment.
 */
import {
  type ChatListItem,
  type ContentInput,
  type Message,
  type MessageSent,
  ParleyError,
  type Personal,
  type SyncCursor,
  type SyncPage,
  type TimelineSync,
  type UserSummary,
} from '@parley/contract';
import { advanceCursor, advanceReceipt, type FanoutMode, resetReason } from '@parley/core';
import { type Conversation, type Member, memberOf, newConversation, putMessage } from './conversation.js';
import { OwnStore } from './own.js';
import { pulled, repliesOf, rootOf, ThreadStore } from './threads.js';

/** The place of a thing in somebody's inbox; bodies are put in when it is read. */
export type Pointer = { readonly conversationId: string; readonly rev: number } & (
  | { readonly kind: 'message'; readonly seq: number }
  | { readonly kind: 'read'; readonly readSeq: number; readonly readOrd: number }
  | { readonly kind: 'conversation' }
  | { readonly kind: 'change'; readonly seq: number; readonly by: string }
  | { readonly kind: 'personal'; readonly personal: Personal }
  | { readonly kind: 'draft' }
  | { readonly kind: 'preferences' }
  | { readonly kind: 'thread'; readonly seq: number }
);
export type Entry = SyncPage['entries'][number];

type Inbox = { incarnation: string; latestSeq: number; entries: Map<number, Pointer> };
/** A committed effect that is not finished: the truth behind the fan-out. */
export type OutboxRow = {
  readonly outboxId: number;
  readonly origin: string;
  /** `mode`: it is in read mode from now on, and its members are to be told its head. */
  readonly effect: Pointer | { readonly kind: 'mode'; readonly conversationId: string };
  readonly mode: FanoutMode;
};

export type Send = {
  readonly conversationId: string;
  readonly senderId: string;
  readonly clientMsgId: string;
  readonly content: ContentInput;
  readonly origin: string;
};

type TimelineAsk = { conversationId: string; lastSeq: number; lastRev: number };

/** Few, so that a device has to ask again. */
const CHANGES_PER_PAGE = 3;
const NONE = '0';
const FIRST = 'i1';

export class ModelStore {
  readonly own = new OwnStore();
  readonly threads = new ThreadStore();
  readonly users = new Map<string, UserSummary>();
  readonly conversations = new Map<string, Conversation>();
  readonly outbox = new Map<number, OutboxRow>();
  readonly #inboxes = new Map<string, Inbox>();
  readonly #cursors = new Map<string, SyncCursor>();
  /** `outboxId/userId` of entries that were written: a repeat does nothing. */
  readonly #written = new Set<string>();
  #lastId = 1_000;

  addUser(name: string): UserSummary {
    const user = { userId: this.#id(), login: name.toLowerCase().replace(/\W/g, '.'), name, active: true };
    this.users.set(user.userId, user);
    this.#inboxes.set(user.userId, { incarnation: FIRST, latestSeq: 0, entries: new Map() });
    return user;
  }

  inbox(userId: string): Inbox {
    const inbox = this.#inboxes.get(userId);
    if (inbox === undefined) throw new ParleyError('USER_NOT_FOUND');
    return inbox;
  }

  /** The head as it is told; an inbox that never had an entry has no incarnation of its own. */
  head(userId: string): SyncCursor {
    const { incarnation, latestSeq } = this.inbox(userId);
    return { incarnation: latestSeq === 0 && incarnation === FIRST ? NONE : incarnation, inboxSeq: latestSeq };
  }

  conversation(conversationId: string, userId: string): Conversation {
    const conversation = this.conversations.get(conversationId);
    if (conversation === undefined || !conversation.members.has(userId))
      throw new ParleyError('CONVERSATION_NOT_FOUND');
    return conversation;
  }

  openDirect(userId: string, peerId: string, now: number): Conversation {
    if (!this.users.has(peerId) || peerId === userId) throw new ParleyError('USER_NOT_FOUND');
    for (const known of this.conversations.values())
      if (known.name === null && known.members.has(userId) && known.members.has(peerId)) return known;
    return this.#open([userId, peerId], null, now);
  }

  openGroup(userIds: readonly string[], name: string, now: number): Conversation {
    return this.#open(userIds, name, now);
  }

  #open(userIds: readonly string[], name: string | null, now: number): Conversation {
    const conversation = newConversation(this.#id(), { userIds, name, now });
    this.conversations.set(conversation.conversationId, conversation);
    this.#addOutbox('', { kind: 'conversation', conversationId: conversation.conversationId, rev: 1 });
    return conversation;
  }

  /** From the next message on it is fanned out the other way. `by`: that many came or went, and a message says so. */
  changeMode(conversationId: string, by: string | null, now: number): void {
    const conversation = this.conversations.get(conversationId);
    if (conversation === undefined) throw new ParleyError('CONVERSATION_NOT_FOUND');
    const { modes, messages } = conversation;
    conversation.mode = conversation.mode === 'read' ? 'write' : 'read';
    modes.push({ fromSeq: messages.length + 1, mode: conversation.mode });
    if (by !== null) this.#say(conversation, by, now);
    if (conversation.mode === 'read') this.#addOutbox('', { kind: 'mode', conversationId });
  }

  /** A system message: it never counts as unread. */
  #say(conversation: Conversation, senderId: string, now: number): void {
    const { conversationId, messages, members, name } = conversation;
    const system = { event: 'renamed' as const, name, memberCount: members.size };
    const clientMsgId = `system-${messages.length + 1}`;
    const { ord = 0 } = messages.at(-1) ?? {};
    const content = { type: 'system' as const, system };
    const { rev, seq } = putMessage(conversation, { messageId: this.#id(), senderId, clientMsgId, content, ord }, now);
    this.#addOutbox('', { kind: 'message', conversationId, rev, seq });
  }

  /** The first answer to this key; throws CONFLICT when it stands for another message. */
  answerOf(send: Send): MessageSent | null {
    const conversation = this.conversations.get(send.conversationId);
    const known = conversation?.keys.get(`${send.senderId}/${send.clientMsgId}`);
    if (known === undefined) return null;
    if (known.text !== send.content.text) throw new ParleyError('CONFLICT');
    return known.sent;
  }

  isStored(conversationId: string, senderId: string, clientMsgId: string): boolean {
    return this.conversations.get(conversationId)?.keys.has(`${senderId}/${clientMsgId}`) === true;
  }

  append(send: Send, now: number): MessageSent {
    const conversation = this.conversation(send.conversationId, send.senderId);
    const { messages, keys } = conversation;
    const { senderId, clientMsgId } = send;
    const { thread: of, ...content } = send.content;
    const thread = of === undefined ? undefined : { seq: of.seq, ord: this.#nextReply(conversation, of.seq) };
    const ord = (messages.at(-1)?.ord ?? 0) + (thread === undefined ? 1 : 0);
    const said = { messageId: this.#id(), senderId, clientMsgId, content, ord, ...(thread && { thread }) };
    const message = putMessage(conversation, said, now);
    const { conversationId, seq, messageId, rev, sentAt } = message;
    const sent = { messageId, seq, rev, ord, sentAt, ...(thread && { threadOrd: thread.ord }) };
    keys.set(`${send.senderId}/${send.clientMsgId}`, { text: send.content.text, sent });
    this.#addOutbox(send.origin, { kind: 'message', conversationId, rev, seq });
    if (thread !== undefined) {
      this.threads.replied(conversation, message);
      this.#addOutbox('', { kind: 'thread', conversationId, rev, seq: thread.seq });
    }
    return sent;
  }

  #nextReply(conversation: Conversation, seq: number): number {
    rootOf(conversation, seq);
    return (repliesOf(conversation, seq)?.count ?? 0) + 1;
  }

  /** Something happens to a message: it is stored as it is now, with the next rev. */
  change(at: { conversationId: string; seq: number }, by: string, act: (message: Message) => Message): Message {
    const conversation = this.conversation(at.conversationId, by);
    const before = conversation.messages[at.seq - 1];
    if (before === undefined) throw new ParleyError('MESSAGE_NOT_FOUND');
    const after = act(before);
    if (after === before) return before;
    conversation.rev += 1;
    const { rev } = conversation;
    const message = { ...after, rev };
    conversation.messages[at.seq - 1] = message;
    conversation.changes.push({ rev, seq: at.seq });
    this.#addOutbox('', { kind: 'change', ...at, rev, by });
    return message;
  }

  /** The reader's watermark; only a move has an effect. */
  read(conversationId: string, userId: string, seq: number): Member {
    const conversation = this.conversation(conversationId, userId);
    const member = memberOf(conversation, userId);
    const readSeq = Math.min(seq, conversation.messages.length);
    if (readSeq <= member.readSeq) return member;
    const readOrd = conversation.messages[readSeq - 1]?.ord ?? 0;
    const moved = { ...advanceReceipt(member, { readSeq, deliveredSeq: 0 }), readOrd };
    conversation.members.set(userId, moved);
    const pointer = { kind: 'read' as const, conversationId, rev: conversation.rev, readSeq, readOrd };
    this.writeEntry(-1, pointer, userId);
    return moved;
  }

  /** An entry of what is one's own: it commits with the change. */
  tellOwn(userId: string, pointer: Pointer): Entry {
    const written = this.writeEntry(-1, pointer, userId);
    if (written === null) throw new Error('an entry without an outbox row is never repeated');
    return this.entry(userId, written.inboxSeq);
  }

  /** One inbox entry of an outbox row; null when an earlier try wrote it. Rows with a negative id are never repeated. */
  writeEntry(outboxId: number, pointer: Pointer, userId: string): { inboxSeq: number; incarnation: string } | null {
    const marker = `${outboxId}/${userId}`;
    if (outboxId >= 0 && this.#written.has(marker)) return null;
    this.#written.add(marker);
    const inbox = this.inbox(userId);
    inbox.latestSeq += 1;
    inbox.entries.set(inbox.latestSeq, pointer);
    return { inboxSeq: inbox.latestSeq, incarnation: inbox.incarnation };
  }

  finish(outboxId: number): void {
    this.outbox.delete(outboxId);
  }

  entry(userId: string, inboxSeq: number): Entry {
    const pointer = this.inbox(userId).entries.get(inboxSeq);
    if (pointer === undefined) throw new Error(`no entry ${inboxSeq}`);
    const { conversationId, rev } = pointer;
    const base = { inboxSeq, v: 1 as const, conversationId, rev };
    if (pointer.kind === 'read') return { ...base, kind: 'read', readSeq: pointer.readSeq, readOrd: pointer.readOrd };
    if (pointer.kind === 'personal') return { ...base, kind: 'personal', personal: pointer.personal };
    if (pointer.kind === 'preferences')
      return { inboxSeq, v: 1, kind: 'preferences', preferences: this.own.preferencesOf(userId) };
    if (pointer.kind === 'draft') {
      const draft = this.own.of(userId, conversationId).draft ?? { text: '', updatedAt: 0 };
      return { ...base, kind: 'draft', draft };
    }
    if (pointer.kind === 'thread') {
      const thread = this.threads.state({
        userId,
        conversation: this.conversation(conversationId, userId),
        seq: pointer.seq,
      });
      return { ...base, kind: 'thread', seq: pointer.seq, thread };
    }
    if (pointer.kind === 'conversation')
      return { ...base, kind: 'conversation', item: this.item(conversationId, userId) };
    const message = this.conversation(conversationId, userId).messages[pointer.seq - 1];
    if (message === undefined) return { ...base, kind: 'gone', seq: pointer.seq };
    return pointer.kind === 'change'
      ? { ...base, kind: 'change', seq: message.seq, by: pointer.by, message }
      : { ...base, kind: 'message', seq: message.seq, message };
  }

  pull(userId: string, cursor: SyncCursor, limit: number): SyncPage {
    const inbox = this.inbox(userId);
    const { latestSeq } = inbox;
    const { incarnation } = this.head(userId);
    const [oldest] = inbox.entries.keys();
    const fromNothing = cursor.incarnation === NONE && cursor.inboxSeq === 0 && inbox.incarnation === FIRST;
    const reset = resetReason(fromNothing ? { ...cursor, incarnation } : cursor, {
      incarnation,
      latestSeq,
      oldestSeq: oldest ?? latestSeq + 1,
    });
    if (reset !== undefined) return { incarnation, entries: [], hasMore: false, latestSeq, heads: [], reset };
    const last = Math.min(latestSeq, cursor.inboxSeq + limit);
    const entries: Entry[] = [];
    for (let seq = cursor.inboxSeq + 1; seq <= last; seq += 1) entries.push(this.entry(userId, seq));
    return { incarnation, entries, hasMore: last < latestSeq, latestSeq, heads: [] };
  }

  /** A device is this far: what lies before is delivered. Says which watermarks moved. */
  ack(userId: string, deviceId: string, cursor: SyncCursor): string[] {
    const inbox = this.inbox(userId);
    if (cursor.incarnation !== inbox.incarnation) return [];
    this.#cursors.set(deviceId, advanceCursor(this.#cursors.get(deviceId) ?? null, cursor));
    const moved = new Set<string>();
    for (const [inboxSeq, pointer] of inbox.entries) {
      if (inboxSeq > cursor.inboxSeq) break;
      if (pointer.kind !== 'message') continue;
      const conversation = this.conversation(pointer.conversationId, userId);
      const member = conversation.members.get(userId);
      if (member === undefined || member.deliveredSeq >= pointer.seq) continue;
      conversation.members.set(userId, { ...member, deliveredSeq: pointer.seq });
      moved.add(pointer.conversationId);
    }
    return [...moved];
  }

  cursorOf(deviceId: string): SyncCursor | null {
    return this.#cursors.get(deviceId) ?? null;
  }

  /** The conversations whose heads this person's devices are told. */
  byHead(userId: string): string[] {
    return [...this.conversations.values()].flatMap(({ conversationId, byHead }) =>
      byHead.has(userId) ? [conversationId] : [],
    );
  }

  item(conversationId: string, userId: string): ChatListItem {
    const conversation = this.conversation(conversationId, userId);
    const { messages, rev, members, createdAt, name } = conversation;
    const last = messages.at(-1) ?? null;
    const head = { seq: messages.length, rev, ord: last?.ord ?? 0 };
    const { readSeq, readOrd } = memberOf(conversation, userId);
    const peerId = [...members.keys()].find((id) => id !== userId) ?? userId;
    const { readSeq: peerRead, deliveredSeq } = memberOf(conversation, peerId);
    const direct = name === null;
    return {
      conversationId,
      kind: direct ? 'direct' : 'group',
      peer: direct ? (this.users.get(peerId) ?? null) : null,
      name,
      memberCount: direct ? null : members.size,
      role: direct ? null : 'member',
      profile: null,
      mutedUntil: null,
      joinRequests: 0,
      head,
      lastMessage: last,
      lastAt: last?.sentAt ?? createdAt,
      readSeq,
      readOrd,
      unread: Math.max(0, head.ord - readOrd),
      mentionSeq: null,
      peerReceipt: direct ? { userId: peerId, readSeq: peerRead, deliveredSeq } : null,
      ...this.own.of(userId, conversationId),
    };
  }

  chatList(userId: string): ChatListItem[] {
    const mine = [...this.conversations.values()].filter(({ members }) => members.has(userId));
    const items = mine.map(({ conversationId }) => this.item(conversationId, userId));
    return items.sort((a, b) => b.lastAt - a.lastAt || Number(b.conversationId) - Number(a.conversationId));
  }

  timelineSync(userId: string, ask: TimelineAsk, limit: number): TimelineSync {
    const conversation = this.conversation(ask.conversationId, userId);
    const { conversationId, messages, rev, changes } = conversation;
    const page = messages.slice(ask.lastSeq, ask.lastSeq + limit);
    const later = changes.filter((change) => change.rev > ask.lastRev);
    const told = later.slice(0, CHANGES_PER_PAGE);
    const seqs = new Set(told.map(({ seq }) => seq).filter((seq) => seq <= ask.lastSeq));
    const until = told.length < later.length ? (told.at(-1)?.rev ?? rev) : rev;
    return {
      conversationId,
      head: { seq: messages.length, rev },
      messages: page.map((message) => pulled(conversation, message)),
      changed: messages.filter(({ seq }) => seqs.has(seq)).map((message) => pulled(conversation, message)),
      rev: until,
      purged: [],
      hasMore: ask.lastSeq + limit < messages.length || until < rev,
    };
  }

  /** An inbox keeps only its newest entries: cursors before them are too old. */
  trimInbox(userId: string, keep: number): void {
    const inbox = this.inbox(userId);
    for (const seq of inbox.entries.keys()) if (seq <= inbox.latestSeq - keep) inbox.entries.delete(seq);
  }

  /** The inbox is made anew, as after a restore: no cursor of before can be continued. */
  renewInbox(userId: string): void {
    const incarnation = `i${Number(this.inbox(userId).incarnation.slice(1)) + 1}`;
    this.#inboxes.set(userId, { incarnation, latestSeq: 0, entries: new Map() });
  }

  #addOutbox(origin: string, effect: OutboxRow['effect']): void {
    const outboxId = this.#lastId++;
    const { mode = 'write' } = this.conversations.get(effect.conversationId) ?? {};
    this.outbox.set(outboxId, { outboxId, origin, effect, mode });
  }

  #id(): string {
    this.#lastId += 1;
    return String(this.#lastId);
  }
}
