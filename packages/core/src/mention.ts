import { type Content, type GroupSettings, type MemberRole, type Mention, ParleyError } from '@parley/contract';
import { mayIn } from './group-settings.js';

/** From here on a person is asked before all are called. */
export const MENTION_CONFIRM_MEMBERS = 20;

/** Who may be called by whom. */
export type MentionScope = {
  readonly role: MemberRole;
  readonly members: { has(userId: string): boolean };
  /** null in a conversation of two. */
  readonly rules: { readonly settings: Pick<GroupSettings, 'mentionAll'> } | null;
};

/** Throws MENTION_INVALID unless each covers an `@` and a name, in the order of the text, and none reaches into another. */
export function checkMentions(text: string, mentions: readonly Mention[]): void {
  let end = 0;
  for (const { at, length } of mentions) {
    const name = text.slice(at, at + length);
    const fits = at >= end && name.length === length && /^@\S[^\r\n]*$/u.test(name) && name === name.trimEnd();
    if (!fits || splitsCharacter(text, at + length)) throw new ParleyError('MENTION_INVALID', { at });
    end = at + length;
  }
}

function splitsCharacter(text: string, at: number): boolean {
  return /[\uDC00-\uDFFF]/.test(text.charAt(at)) && /[\uD800-\uDBFF]/.test(text.charAt(at - 1));
}

/** Throws MENTION_NOT_A_MEMBER, MENTION_ALL_REFUSED. */
export function checkMentionRights(mentions: readonly Mention[], scope: MentionScope): void {
  const strangers = mentions.flatMap((mention) =>
    mention.type === 'user' && !scope.members.has(mention.userId) ? [mention.userId] : [],
  );
  // Refused, not dropped: whoever calls somebody should know that they will not hear it.
  if (strangers.length > 0) throw new ParleyError('MENTION_NOT_A_MEMBER', { userIds: [...new Set(strangers)] });
  if (mentions.some(({ type }) => type !== 'user') && !mayMentionAll(scope)) {
    throw new ParleyError('MENTION_ALL_REFUSED');
  }
}

/** Whether somebody of this role may call all, by whichever word. Of two there is nobody but the other one to call. */
export function mayMentionAll({ role, rules }: Pick<MentionScope, 'role' | 'rules'>): boolean {
  return rules !== null && mayIn(rules.settings, 'mentionAll', role);
}

/** A message as far as whom it calls is concerned; `thread`: it is a reply there. */
export type Calling = { readonly content: Content; readonly thread?: unknown };

/** Whether a message calls this person. Who wrote it is not asked here: one's own message never calls oneself. */
export function isCalled(message: Calling, userId: string): boolean {
  const { mentions = [] } = message.content;
  return callsAll(message) || mentions.some((one) => one.type === 'user' && one.userId === userId);
}

/** Whether it calls everybody. Said in a thread it is for those who follow it, who hear of each reply: it calls nobody else. */
export function callsAll({ content: { mentions = [] }, thread }: Calling): boolean {
  return thread === undefined && mentions.some(({ type }) => type === 'all' || type === 'here');
}

/** Whom a message calls by name. */
export function namedIn({ mentions = [] }: Pick<Content, 'mentions'>): string[] {
  return mentions.flatMap(({ type, userId }) => (type === 'user' && userId !== undefined ? [userId] : []));
}
