import type { Member } from '@parley/contract';
import { type MemberAct as RuledAct, memberActs, roleOf } from '@parley/core';

export type MemberAct = 'write' | RuledAct;

/** What is done with people who can sign in. */
const NEEDS_LIFE: ReadonlySet<MemberAct> = new Set(['makeAdmin', 'handOver', 'mute', 'nickname']);

/** What I may do about a member, by the same rules as the server: nothing is offered in vain. */
export function actsOn(me: { userId: string; role: string | null }, { role, user }: Member): readonly MemberAct[] {
  const rules = memberActs(
    { userId: me.userId, role: roleOf(me.role ?? '') },
    { userId: user.userId, role: roleOf(role) },
  );
  if (user.userId === me.userId) return rules;
  // Nobody reads what is written to a disabled account, nor should one own a group.
  return user.active ? ['write', ...rules] : rules.filter((act) => !NEEDS_LIFE.has(act));
}
