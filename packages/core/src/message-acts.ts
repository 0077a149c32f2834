import { LIMITS, type MemberRole, ParleyError, type Reaction } from '@parley/contract';
import { outranks } from './group.js';

/**
 * A message as far as an act on it is concerned. `said`: words of a person; a system or a recalled message has none.
 * `forwarded`: words of somebody else, which nobody changes.
 */
export type ActedMessage = {
  readonly senderId: string;
  readonly sentAt: number;
  readonly said: boolean;
  readonly forwarded: boolean;
};

/** Who acts. In a conversation of two nobody has a role over the other. */
export type MessageActor = { readonly userId: string; readonly role: MemberRole | null };

/** Throws NOT_YOUR_MESSAGE, NOT_EDITABLE, EDIT_WINDOW_OVER. */
export function checkEdit(message: ActedMessage, actor: MessageActor, at: { now: number; windowMs: number }): void {
  if (message.senderId !== actor.userId) throw new ParleyError('NOT_YOUR_MESSAGE');
  demandSaid(message);
  if (message.forwarded) throw new ParleyError('NOT_EDITABLE');
  if (isOver(message, at)) throw new ParleyError('EDIT_WINDOW_OVER', { windowMs: at.windowMs });
}

/**
 * One recalls what one sent within the window; owner and admins of a group what those below them, or they themselves, sent,
 * whenever. `senderRole`: of the sender now, null when they have left. Throws NOT_YOUR_MESSAGE, NOT_EDITABLE, RECALL_WINDOW_OVER.
 */
export function checkRecall(
  message: ActedMessage & { readonly senderRole: MemberRole | null },
  actor: MessageActor,
  at: { now: number; windowMs: number },
): void {
  const own = message.senderId === actor.userId;
  const over = actor.role !== null && outranks(actor.role, own ? 'member' : (message.senderRole ?? 'member'));
  if (!own && !over) throw new ParleyError('NOT_YOUR_MESSAGE');
  demandSaid(message);
  if (!over && isOver(message, at)) throw new ParleyError('RECALL_WINDOW_OVER', { windowMs: at.windowMs });
}

/** Throws NOT_EDITABLE: nothing is reacted to, pinned or saved that says nothing. */
export function demandSaid({ said }: Pick<ActedMessage, 'said'>): void {
  if (!said) throw new ParleyError('NOT_EDITABLE');
}

export type ReactionChange = { readonly emoji: string; readonly userId: string; readonly on: boolean };

/**
 * The reactions after somebody's changed; the caller knows that it does change (it was not there, or was). Who reacted last is
 * named first, and only so many are named. Throws REACTIONS_FULL.
 */
export function react(reactions: readonly Reaction[], { emoji, userId, on }: ReactionChange): Reaction[] {
  const known = reactions.find((reaction) => reaction.emoji === emoji);
  if (known === undefined) {
    if (!on) return [...reactions];
    if (reactions.length >= LIMITS.reactionKinds)
      throw new ParleyError('REACTIONS_FULL', { limit: LIMITS.reactionKinds });
    return [...reactions, { emoji, count: 1, userIds: [userId] }];
  }
  const others = known.userIds.filter((id) => id !== userId);
  const changed = {
    emoji,
    count: known.count + (on ? 1 : -1),
    userIds: on ? [userId, ...others].slice(0, LIMITS.reactorsListed) : others,
  };
  const replaced = reactions.map((reaction) => (reaction === known ? changed : reaction));
  return replaced.filter(({ count }) => count > 0);
}

/**
 * Reactions that were told to everybody alike, as I see them: where not all are named, whether I am one of them is what I
 * knew before, unless the change was mine.
 */
export function withMyReactions(
  told: readonly Reaction[],
  before: readonly Reaction[],
  { myId, actorId }: { myId: string; actorId: string },
): Reaction[] {
  if (actorId === myId) return [...told];
  return told.map((reaction) => {
    if (reaction.count <= reaction.userIds.length || reaction.userIds.includes(myId)) return reaction;
    const mine = before.some(({ emoji, userIds }) => emoji === reaction.emoji && userIds.includes(myId));
    return mine ? { ...reaction, userIds: [...reaction.userIds, myId] } : reaction;
  });
}

function isOver({ sentAt }: ActedMessage, { now, windowMs }: { now: number; windowMs: number }): boolean {
  return now - sentAt > windowMs;
}
