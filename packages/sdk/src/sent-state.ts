import type { Message } from '@parley/contract';
import { type SendState, sendStateOf, type Watermarks } from '@parley/core';

/** Of a message of mine. How far somebody has read the flow says nothing of what is said in a thread. */
export function sentState({ seq, thread }: Pick<Message, 'seq' | 'thread'>, peer: Watermarks | null): SendState {
  return sendStateOf(seq, thread === undefined || peer === null ? peer : { ...peer, readSeq: 0 });
}
