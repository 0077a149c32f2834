import type { Message, MessageSent } from '@parley/contract';
import type { PendingSend } from './cache/pending.js';

/** My own message as everybody else gets it. */
export function messageOf(
  { threadOrd = 0, ...sent }: MessageSent,
  said: Pick<PendingSend, 'conversationId' | 'clientMsgId' | 'content'> & { senderId: string },
): Message {
  const { thread, ...content } = said.content;
  return { ...sent, ...said, content, ...(thread === undefined ? {} : { thread: { ...thread, ord: threadOrd } }) };
}
