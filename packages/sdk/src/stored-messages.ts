import type { Message } from '@parley/contract';
import { mergeReplies, withReply } from '@parley/core';
import type { StorageWrite } from './ports.js';

/** Wide enough for any safe integer, so that keys sort like numbers. */
const SEQ_DIGITS = 16;

export function messageKey(conversationId: string, seq: number): string {
  return `${conversationId}:${String(seq).padStart(SEQ_DIGITS, '0')}`;
}

/** Messages that are to be written, by their keys; null: removed. */
type Waiting = ReadonlyMap<string, Message | null>;

/** The keys whose stored messages matter for what is written: their own, and those of the messages that replies hang on. */
export function keysTouched(waiting: Waiting): string[] {
  const roots = [...waiting.values()].flatMap((message) =>
    message?.thread === undefined ? [] : [messageKey(message.conversationId, message.thread.seq)],
  );
  return [...new Set([...waiting.keys(), ...roots])];
}

/**
 * A lower rev never overwrites a higher one. What is known of a thread outlives the message that told of it, and counts on by
 * replies, as pushed messages say nothing of it.
 */
export function messageWrites(waiting: Waiting, stored: ReadonlyMap<string, Message>): StorageWrite[] {
  const writes = new Map<string, Message | null>(waiting);
  for (const [key, message] of waiting) {
    const old = stored.get(key);
    if (message !== null && old !== undefined) writes.set(key, newerMessage(old, message));
  }
  for (const reply of waiting.values()) {
    if (reply?.thread === undefined) continue;
    const key = messageKey(reply.conversationId, reply.thread.seq);
    const root = writes.has(key) ? writes.get(key) : stored.get(key);
    if (root != null) writes.set(key, withReplies(root, withReply(root.replies, reply)));
  }
  return [...writes].flatMap(([key, message]): StorageWrite[] => {
    if (message === null) return [{ table: 'messages', remove: key }];
    return message === stored.get(key) ? [] : [{ table: 'messages', put: key, value: message }];
  });
}

/** Of one message, with what either knows of its thread. */
export function newerMessage(old: Message, message: Message): Message {
  return withReplies(old.rev >= message.rev ? old : message, mergeReplies(old.replies, message.replies));
}

function withReplies(message: Message, replies: Message['replies']): Message {
  return replies === undefined || replies === message.replies ? message : { ...message, replies };
}
