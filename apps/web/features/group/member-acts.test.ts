import type { Member } from '@parley/contract';
import { describe, expect, it } from 'vitest';
import { actsOn } from './member-acts';

function member(role: string, active = true): Member {
  return { role, joinedAt: 0, user: { userId: '7', login: 'li', name: '李雷', active } };
}

describe('what is offered about a member', () => {
  it.each([
    ['owner', 'owner', []],
    ['owner', 'admin', ['takeAdmin', 'handOver', 'remove']],
    ['owner', 'member', ['makeAdmin', 'handOver', 'remove']],
    ['owner', 'of a later release', ['makeAdmin', 'handOver', 'remove']],
    ['admin', 'owner', []],
    ['admin', 'admin', []],
    ['admin', 'member', ['remove']],
    ['member', 'member', []],
    [null, 'member', []],
  ])('to %s about %s', (mine, theirs, acts) => {
    expect(actsOn(mine, member(theirs))).toEqual(['write', ...acts]);
  });

  it('a disabled account can be taken out, not written to nor given a role', () => {
    expect(actsOn('owner', member('member', false))).toEqual(['remove']);
    expect(actsOn('owner', member('admin', false))).toEqual(['takeAdmin', 'remove']);
    expect(actsOn('member', member('member', false))).toEqual([]);
  });
});
