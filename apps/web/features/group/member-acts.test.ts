import type { Member } from '@parley/contract';
import { describe, expect, it } from 'vitest';
import { actsOn } from './member-acts';

function member(role: string, active = true): Member {
  const user = { userId: '7', login: 'li', name: '李雷', active };
  return { role, joinedAt: 0, nickname: null, mutedUntil: null, user };
}
const me = (role: string | null) => ({ userId: '1', role });

describe('what is offered about a member', () => {
  it.each([
    ['owner', 'owner', []],
    ['owner', 'admin', ['takeAdmin', 'handOver', 'mute', 'nickname', 'remove']],
    ['owner', 'member', ['makeAdmin', 'handOver', 'mute', 'nickname', 'remove']],
    ['owner', 'of a later release', ['makeAdmin', 'handOver', 'mute', 'nickname', 'remove']],
    ['admin', 'owner', []],
    ['admin', 'admin', []],
    ['admin', 'member', ['mute', 'nickname', 'remove']],
    ['member', 'member', []],
    [null, 'member', []],
  ])('to %s about %s', (mine, theirs, acts) => {
    expect(actsOn(me(mine), member(theirs))).toEqual(['write', ...acts]);
  });

  it('a disabled account can be taken out, not written to nor given a role', () => {
    expect(actsOn(me('owner'), member('member', false))).toEqual(['remove']);
    expect(actsOn(me('owner'), member('admin', false))).toEqual(['takeAdmin', 'remove']);
    expect(actsOn(me('member'), member('member', false))).toEqual([]);
  });

  it('about myself: what I am called here', () => {
    expect(actsOn({ userId: '7', role: 'member' }, member('member'))).toEqual(['nickname']);
    expect(actsOn({ userId: '7', role: 'owner' }, member('owner'))).toEqual(['nickname']);
  });
});
