import type { Message } from '@parley/contract';
import { type FanoutMode, planFanout } from '@parley/core';
import { ENTRY_KIND } from '@parley/db';
import type { TraceId } from '../platform/trace.js';
import type { FanoutItem } from '../fanout/fan-out.js';

/** A committed message with those who were entitled to it at its seq. `origin` is the connection that sent it, '' if unknown. */
export type FanoutMessage = {
  message: Message;
  mode: FanoutMode;
  /** Of `write` mode: all of them. */
  memberIds: readonly string[];
  /** Members whom it names, as far as `read` mode needs to know. */
  mentionedIds?: readonly string[];
  origin: string;
  trace?: TraceId | undefined;
};

/** The inbox entries of one message; its body is encoded once for all who get it. */
export function messageItems({
  message,
  mode,
  memberIds,
  mentionedIds = [],
  origin,
  trace,
}: FanoutMessage): FanoutItem[] {
  const { conversationId, seq, rev, senderId } = message;
  let encoded: string | null = null;
  const body = (): string =>
    (encoded ??= `"v":1,"kind":"message","conversationId":"${conversationId}","seq":${seq},"rev":${rev},"message":${JSON.stringify(message)}}`);
  return planFanout({ mode, senderId, memberIds, mentionedIds }).inboxOwners.map((userId) => ({
    entry: { userId, conversationId, kind: ENTRY_KIND.message, rev, seq, payload: null, push: userId !== senderId },
    // The origin matters to the sender's own devices only; for all others it would split frames for nothing.
    origin: userId === senderId ? origin : '',
    body,
    trace,
  }));
}
