import { LIMITS, type Member, type MemberPage, type SystemEvent } from '@parley/contract';

/** Up to here a group is read whole; a larger one page by page, as one scrolls. */
export const READ_WHOLE = LIMITS.membersPage;

/** Members as far as they were read; `next` null: that is all of them. */
export type Pages = { readonly members: readonly Member[]; readonly next: string | null };

const ORDER: Readonly<Record<string, number>> = { owner: 0, admin: 1 };
const rank = ({ role }: Member): number => ORDER[role] ?? 2;
const isBehind = (userId: string, place: string): boolean => BigInt(userId) > BigInt(place);

/** Owner and admins first, then by name. */
export function byName(members: readonly Member[]): Member[] {
  return members.toSorted((a, b) => rank(a) - rank(b) || a.user.name.localeCompare(b.user.name));
}

/** Owner and admins first, then in the order of the pages: what is read later never moves what stands there. */
function byPlace(members: Iterable<Member>): Member[] {
  return [...members].sort((a, b) => rank(a) - rank(b) || (isBehind(a.user.userId, b.user.userId) ? 1 : -1));
}

export function withPage({ members }: Pages, page: Pick<MemberPage, 'members' | 'next'>): Pages {
  const known = new Map([...members, ...page.members].map((member) => [member.user.userId, member]));
  return { members: byPlace(known.values()), next: page.next };
}

/** These people were asked for again: who is not in the answer has left, who stands on a page to come is left to it. */
export function withAnswer({ members, next }: Pages, asked: readonly string[], answered: readonly Member[]): Pages {
  const others = members.filter(({ user }) => !asked.includes(user.userId));
  const shown = answered.filter((one) => rank(one) < 2 || next === null || !isBehind(one.user.userId, next));
  return { members: byPlace([...others, ...shown]), next };
}

/** Whose row a change of the group changes; null: of more people than it names. */
export function concerned(system: SystemEvent, senderId: string): readonly string[] | null {
  switch (system.event) {
    case 'added':
    case 'removed':
      return (system.count ?? 0) > system.userIds.length ? null : system.userIds;
    case 'joined':
    case 'left':
      return [senderId];
    case 'role':
      // Who hands over gets another role as well.
      return [system.userId, senderId];
    case 'muted':
    case 'nickname':
      return [system.userId];
    default:
      return [];
  }
}
