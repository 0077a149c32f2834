import { type GroupProfile, LIMITS, MemberRole, ParleyError } from '@parley/contract';

/** Who is in a group, as far as an act concerns them. */
export type GroupPerson = { readonly userId: string; readonly role: MemberRole };

const RANK: Readonly<Record<MemberRole, number>> = { owner: 2, admin: 1, member: 0 };

/** A role of a later release counts as the lowest. */
export function roleOf(stored: string): MemberRole {
  const role = MemberRole.safeParse(stored);
  return role.success ? role.data : 'member';
}

/** Whether a role stands above another. */
export function outranks(role: MemberRole, other: MemberRole): boolean {
  return RANK[role] > RANK[other];
}

/** The people who come in: not those who are there, nobody twice. Throws GROUP_FULL. */
export function newcomers(present: ReadonlySet<string>, userIds: readonly string[], memberCount: number): string[] {
  const fresh = [...new Set(userIds)].filter((userId) => !present.has(userId));
  if (memberCount + fresh.length > LIMITS.groupMembers) {
    throw new ParleyError('GROUP_FULL', { limit: LIMITS.groupMembers, members: memberCount, asked: fresh.length });
  }
  return fresh;
}

/**
 * Whether somebody may come in without anybody's yes. Who was taken out comes back when they are added, or let in after they
 * asked. Throws ARCHIVED, REMOVED.
 */
export function checkEntry({ archived }: Pick<GroupProfile, 'archived'>, wasRemoved: boolean): void {
  if (archived) throw new ParleyError('ARCHIVED');
  if (wasRemoved) throw new ParleyError('REMOVED');
}

/** Whom a system message names: the first few, and how many they are. */
export function named(userIds: readonly string[]): { userIds: string[]; count: number } {
  return { userIds: userIds.slice(0, LIMITS.namedInEvent), count: userIds.length };
}

/** One takes out those below oneself. Throws ROLE_REQUIRED, OWNER_MUST_HAND_OVER; leaving is another act. */
export function checkRemove(actor: GroupPerson, target: GroupPerson): void {
  if (actor.role === 'owner' && target.userId === actor.userId) throw new ParleyError('OWNER_MUST_HAND_OVER');
  demandOver(actor, target);
}

/** One silences those below oneself. Throws ROLE_REQUIRED. */
export function checkMute(actor: GroupPerson, target: GroupPerson): void {
  demandOver(actor, target);
}

/** One names oneself, and those below oneself. Throws ROLE_REQUIRED. */
export function checkNickname(actor: GroupPerson, target: GroupPerson): void {
  if (actor.userId !== target.userId) demandOver(actor, target);
}

/** Who lets people in, hands out links, and opens or closes a channel. Throws ROLE_REQUIRED. */
export function checkAdmin(actor: GroupPerson): void {
  demand(actor, 'admin');
}

/** Throws ROLE_REQUIRED. */
export function checkDissolve(actor: GroupPerson): void {
  demand(actor, 'owner');
}

/** The roles that change, in the order in which they are said. Empty: everything is as asked. Throws ROLE_REQUIRED, OWNER_MUST_HAND_OVER. */
export function planRole(actor: GroupPerson, target: GroupPerson, role: MemberRole): GroupPerson[] {
  demand(actor, 'owner');
  if (target.role === role) return [];
  // There is exactly one owner: they hand over, they don't step down.
  if (target.userId === actor.userId) throw new ParleyError('OWNER_MUST_HAND_OVER');
  const changed = { userId: target.userId, role };
  return role === 'owner' ? [{ userId: actor.userId, role: 'admin' }, changed] : [changed];
}

/** Throws OWNER_MUST_HAND_OVER while somebody else would be left without an owner. */
export function checkLeave(actor: GroupPerson, memberCount: number): void {
  if (actor.role === 'owner' && memberCount > 1) throw new ParleyError('OWNER_MUST_HAND_OVER');
}

/** What may be done about a member. */
export const MEMBER_ACTS = ['makeAdmin', 'takeAdmin', 'handOver', 'mute', 'nickname', 'remove'] as const;
export type MemberAct = (typeof MEMBER_ACTS)[number];

const ACTS: Readonly<Record<MemberAct, (actor: GroupPerson, target: GroupPerson) => boolean>> = {
  makeAdmin: (actor, target) => planRole(actor, target, 'admin').length > 0 && target.role === 'member',
  takeAdmin: (actor, target) => target.role === 'admin' && planRole(actor, target, 'member').length > 0,
  handOver: (actor, target) => planRole(actor, target, 'owner').length > 0,
  mute: (actor, target) => (checkMute(actor, target), true),
  nickname: (actor, target) => (checkNickname(actor, target), true),
  remove: (actor, target) => (checkRemove(actor, target), true),
};

/** The acts that the rules above let this person do about that one: what a client offers. */
export function memberActs(actor: GroupPerson, target: GroupPerson): MemberAct[] {
  return MEMBER_ACTS.filter((act) => {
    try {
      return ACTS[act](actor, target);
    } catch (error) {
      if (error instanceof ParleyError) return false;
      throw error;
    }
  });
}

function demandOver(actor: GroupPerson, target: GroupPerson): void {
  demand(actor, 'admin');
  if (!outranks(actor.role, target.role)) throw new ParleyError('ROLE_REQUIRED', { role: 'owner' });
}

function demand({ role }: GroupPerson, least: MemberRole): void {
  if (outranks(least, role)) throw new ParleyError('ROLE_REQUIRED', { role: least });
}
