import type { Heads, Message, MessageSent, Receipt } from '@parley/contract';
import { type FanoutMode, type ModeChange, spansByMode } from '@parley/core';

export type Member = Receipt & { readOrd: number };

export type Conversation = {
  readonly conversationId: string;
  /** null: a direct one. */
  readonly name: string | null;
  readonly members: Map<string, Member>;
  readonly messages: Message[];
  /** What each send said and was answered, for ever. */
  readonly keys: Map<string, { readonly text: string; readonly sent: MessageSent }>;
  readonly createdAt: number;
  rev: number;
  /** What was changed, by the rev of the change. */
  readonly changes: { readonly rev: number; readonly seq: number }[];
  /** From which seq on it is fanned out how. */
  readonly modes: ModeChange[];
  mode: FanoutMode;
  /** Whose devices are told the head with each sync and heartbeat. */
  readonly byHead: Set<string>;
};

export function newConversation(
  conversationId: string,
  { userIds, name, now }: { userIds: readonly string[]; name: string | null; now: number },
): Conversation {
  return {
    conversationId,
    name,
    members: new Map(userIds.map((id) => [id, { userId: id, readSeq: 0, deliveredSeq: 0, readOrd: 0 }])),
    messages: [],
    keys: new Map(),
    createdAt: now,
    rev: 1,
    changes: [],
    modes: [],
    mode: 'write',
    byHead: new Set(),
  };
}

/** The next message of the timeline. */
export function putMessage(
  conversation: Conversation,
  said: Pick<Message, 'messageId' | 'senderId' | 'clientMsgId' | 'content' | 'ord' | 'thread'>,
  now: number,
): Message {
  const { conversationId, messages } = conversation;
  conversation.rev += 1;
  const { rev } = conversation;
  const sentAt = Math.max(now, messages.at(-1)?.sentAt ?? 0);
  const message = { conversationId, seq: messages.length + 1, rev, sentAt, ...said };
  messages.push(message);
  return message;
}

/** Watermarks as they count: one's own send is read and delivered; a reply in a thread says nothing of the flow. */
export function memberOf({ members, messages }: Conversation, userId: string): Member {
  const stored = members.get(userId) ?? { userId, readSeq: 0, deliveredSeq: 0, readOrd: 0 };
  const own = messages.findLast(({ senderId, thread }) => senderId === userId && thread === undefined);
  if (own === undefined || own.seq <= stored.readSeq) return stored;
  return { ...stored, readSeq: own.seq, readOrd: own.ord, deliveredSeq: Math.max(stored.deliveredSeq, own.seq) };
}

/** How far it is, as it is told to who looks at it and, of read mode, to all its members. */
export function headOf({ conversationId, messages, rev }: Conversation): Heads {
  const { ord = 0, sentAt: at = 0 } = messages.at(-1) ?? {};
  return { conversationId, seq: messages.length, rev, ord, at };
}

/** In which mode a message is fanned out, however late. */
export function modeAt({ modes }: Conversation, seq: number): FanoutMode {
  return spansByMode({ from: seq, to: seq }, modes)[0]?.mode ?? 'write';
}
