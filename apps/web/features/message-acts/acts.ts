import type { GroupProfile, MemberRole } from '@parley/contract';
import { checkEdit, checkRecall, mayIn, roleOf } from '@parley/core';
import type { TimelineMessage } from '@parley/sdk';
import { mayForward } from '../forward/forwards';

export type MessageAct =
  | 'reply'
  | 'thread'
  | 'forward'
  | 'select'
  | 'copy'
  | 'link'
  | 'edit'
  | 'pin'
  | 'unpin'
  | 'save'
  | 'unsave'
  | 'readers'
  | 'why'
  | 'recall'
  | 'hide';

export type ActContext = {
  readonly myId: string;
  /** Mine in a group; null in a conversation of two. */
  readonly myRole: string | null;
  readonly now: number;
  /** null: the server has not said it; then nothing is offered in vain for long, as it refuses what is late. */
  readonly policy: { readonly editWindowMs: number; readonly recallWindowMs: number } | null;
  /** Of a group: who may pin, and whether it is closed. */
  readonly rules: Pick<GroupProfile, 'archived' | 'settings'> | null;
  readonly saved: boolean;
  readonly mayPost: boolean;
  /** It is shown in a thread: what concerns the flow is not offered. */
  readonly inThread: boolean;
  /** Who has read it is told here. */
  readonly readers: boolean;
};

const ANY_TIME = { editWindowMs: Number.MAX_SAFE_INTEGER, recallWindowMs: Number.MAX_SAFE_INTEGER };

/** What I may do to a message; the server decides, this only offers nothing in vain. */
export function actsOf(message: TimelineMessage, context: ActContext): MessageAct[] {
  const { content, seq, pinned } = message;
  if (seq === null) return [];
  const said = content.type !== 'system' && content.type !== 'recalled';
  if (!said) return ['hide'];
  const keeps: MessageAct[] = [
    ...(context.mayPost ? (['reply'] as const) : []),
    ...(context.mayPost && !context.inThread ? (['thread'] as const) : []),
    ...(mayForward(message) ? (['forward'] as const) : []),
    ...(mayForward(message) && !context.inThread ? (['select'] as const) : []),
    ...(content.text === undefined ? [] : (['copy'] as const)),
    'link',
    context.saved ? 'unsave' : 'save',
    ...(context.readers ? (['readers'] as const) : []),
    ...(message.senderId === context.myId ? [] : (['why'] as const)),
  ];
  if (context.rules?.archived === true) return [...keeps, 'hide'];
  const { editWindowMs, recallWindowMs } = context.policy ?? ANY_TIME;
  const actor = { userId: context.myId, role: context.myRole === null ? null : roleOf(context.myRole) };
  const acted = { senderId: message.senderId, sentAt: message.at, said, forwarded: content.type !== 'text' };
  const { now } = context;
  const edits = allowed(() => checkEdit(acted, actor, { now, windowMs: editWindowMs }));
  // Whose role the sender has is not known here: what stands above mine is refused by the server.
  const senderRole: MemberRole = 'member';
  const recalls = allowed(() => checkRecall({ ...acted, senderRole }, actor, { now, windowMs: recallWindowMs }));
  const pins = context.rules === null || mayIn(context.rules.settings, 'pin', roleOf(context.myRole ?? ''));
  return [
    ...keeps,
    ...(edits ? (['edit'] as const) : []),
    ...(pins ? ([pinned === null ? 'pin' : 'unpin'] as const) : []),
    ...(recalls ? (['recall'] as const) : []),
    'hide',
  ];
}

function allowed(check: () => void): boolean {
  try {
    check();
    return true;
  } catch {
    return false;
  }
}
