import type { Me } from '@parley/contract';
import type { TimelineMessage } from '@parley/sdk';
import { actsOf } from './acts';
import { editing } from './editing';

export function isPlainUp({ key, ctrlKey, metaKey, altKey, shiftKey, isComposing }: KeyboardEvent): boolean {
  return key === 'ArrowUp' && !ctrlKey && !metaKey && !altKey && !shiftKey && !isComposing;
}

/** Begins to edit what I said last there, if I still may; whether it does. */
export function editLast(
  messages: readonly TimelineMessage[],
  { me, thread, now }: { me: Me; thread: number | null; now: number },
): boolean {
  const last = messages.findLast(({ mine, state }) => mine && state !== 'failed');
  // While it is on its way, the one before is not what is meant.
  if (last === undefined || last.seq === null) return false;
  const context = {
    myId: me.userId,
    myRole: null,
    now,
    policy: me.policy ?? null,
    rules: null,
    saved: false,
    mayPost: true,
    readers: false,
    inThread: thread !== null,
  };
  if (!actsOf(last, context).includes('edit')) return false;
  editing.start({ conversationId: last.conversationId, seq: last.seq, thread, text: last.content.text ?? '' });
  return true;
}
