import type { Member } from '@parley/contract';

export type MemberAct = 'makeAdmin' | 'takeAdmin' | 'handOver' | 'remove';

/** What somebody with this role may do about a member; the server decides, this only offers nothing in vain. */
export function actsOn(myRole: string | null, { role }: Pick<Member, 'role'>): readonly MemberAct[] {
  if (myRole === 'owner' && role === 'admin') return ['takeAdmin', 'handOver', 'remove'];
  if (myRole === 'owner' && role !== 'owner') return ['makeAdmin', 'handOver', 'remove'];
  if (myRole === 'admin' && role !== 'owner' && role !== 'admin') return ['remove'];
  return [];
}
