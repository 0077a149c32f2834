import type { Member, MemberRole } from '@parley/contract';
import { expect, it } from 'vitest';
import { byName, concerned, type Pages, withAnswer, withPage } from './member-pages';

const member = (userId: string, role: MemberRole = 'member', name = userId): Member => ({
  user: { userId, login: `l${userId}`, name, active: true },
  role,
  joinedAt: 0,
  nickname: null,
  mutedUntil: null,
});
const ids = ({ members }: Pages): string[] => members.map(({ user }) => user.userId);
const first: Pages = withPage(
  { members: [member('900', 'owner'), member('95', 'admin')], next: null },
  {
    members: [member('3'), member('20')],
    next: '20',
  },
);

it('owner and admins stand first; a page adds what is not there yet, below', () => {
  expect(ids(first)).toEqual(['900', '95', '3', '20']);
  expect(ids(withPage(first, { members: [member('95', 'admin'), member('100')], next: null }))).toEqual([
    '900',
    '95',
    '3',
    '20',
    '100',
  ]);
});

it('who was asked for again is as the answer says; whom a later page brings is left to it', () => {
  const again = withAnswer(first, ['3', '95', '10', '99'], [member('95'), member('10'), member('99', 'admin')]);
  expect([ids(again), again.next]).toEqual([['900', '99', '10', '20'], '20']);
});

it('a whole group is in the order of its names', () => {
  const members = [member('1', 'member', 'b'), member('2', 'member', 'a'), member('3', 'owner', 'z')];
  expect(byName(members).map(({ user }) => user.name)).toEqual(['z', 'a', 'b']);
});

it('a change names whom it concerns, or is of too many', () => {
  const base = { name: null, memberCount: 2 };
  expect(concerned({ event: 'left', ...base }, '1')).toEqual(['1']);
  expect(concerned({ event: 'role', ...base, userId: '2', role: 'owner' }, '1')).toEqual(['2', '1']);
  expect(concerned({ event: 'added', ...base, userIds: ['2'] }, '1')).toEqual(['2']);
  expect(concerned({ event: 'added', ...base, userIds: ['2'], count: 50 }, '1')).toBeNull();
  expect(concerned({ event: 'renamed', ...base }, '1')).toEqual([]);
});
