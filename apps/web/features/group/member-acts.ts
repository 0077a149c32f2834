import type { Member } from '@parley/contract';

export type MemberAct = 'write' | 'makeAdmin' | 'takeAdmin' | 'handOver' | 'remove';

/** What I with this role may do about another member; the server decides, this only offers nothing in vain. */
export function actsOn(myRole: string | null, { role, user }: Member): readonly MemberAct[] {
  const rules = actsOfRole(myRole, role);
  // Nobody reads what is written to a disabled account, nor should one own a group.
  return user.active ? ['write', ...rules] : rules.filter((act) => act !== 'makeAdmin' && act !== 'handOver');
}

function actsOfRole(myRole: string | null, role: string): readonly MemberAct[] {
  if (myRole === 'owner' && role === 'admin') return ['takeAdmin', 'handOver', 'remove'];
  if (myRole === 'owner' && role !== 'owner') return ['makeAdmin', 'handOver', 'remove'];
  if (myRole === 'admin' && role !== 'owner' && role !== 'admin') return ['remove'];
  return [];
}
