import { LIMITS, type MemberRole, ParleyError } from '@parley/contract';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  checkDissolve,
  checkLeave,
  checkMute,
  checkNickname,
  checkRemove,
  type GroupPerson,
  memberActs,
  newcomers,
  planRole,
  roleOf,
} from './group.js';

const roles = ['owner', 'admin', 'member'] as const;
const no = 'ROLE_REQUIRED';
const person = (userId: string, role: MemberRole): GroupPerson => ({ userId, role });
const codeOf = (act: () => unknown): string => {
  try {
    act();
  } catch (error) {
    if (error instanceof ParleyError) return error.code;
    throw error;
  }
  return 'OK';
};

/** A group of any shape with exactly one owner. */
const groups = fc
  .array(fc.constantFrom('admin' as const, 'member' as const), { maxLength: 8 })
  .map((others) => [person('1', 'owner'), ...others.map((role, at) => person(String(at + 2), role))]);

describe('roles in a group', () => {
  test('who may do what to whom', () => {
    const table = (act: (actor: MemberRole, target: MemberRole) => unknown): string[][] =>
      roles.map((actor) => roles.map((target) => codeOf(() => act(actor, target))));
    expect(table((actor, target) => checkRemove(person('1', actor), person('2', target)))).toEqual([
      [no, 'OK', 'OK'],
      [no, no, 'OK'],
      [no, no, no],
    ]);
    for (const check of [checkMute, checkNickname]) {
      expect(table((actor, target) => check(person('1', actor), person('2', target)))).toEqual([
        [no, 'OK', 'OK'],
        [no, no, 'OK'],
        [no, no, no],
      ]);
    }
    expect(table((actor) => checkDissolve(person('1', actor)))).toEqual([
      ['OK', 'OK', 'OK'],
      [no, no, no],
      [no, no, no],
    ]);
    expect(table((actor, role) => planRole(person('1', actor), person('2', 'member'), role))).toEqual([
      ['OK', 'OK', 'OK'],
      [no, no, no],
      [no, no, no],
    ]);
  });

  test('whatever roles are given, there is exactly one owner, and nobody promotes themselves', () => {
    fc.assert(
      fc.property(groups, fc.array(fc.tuple(fc.nat(8), fc.nat(8), fc.constantFrom(...roles))), (group, asked) => {
        const people = new Map(group.map((one) => [one.userId, one.role]));
        for (const [actorAt, targetAt, role] of asked) {
          const [actor, target] = [String((actorAt % group.length) + 1), String((targetAt % group.length) + 1)];
          const before = people.get(actor) ?? 'member';
          const act = (): GroupPerson[] =>
            planRole(person(actor, before), person(target, people.get(target) ?? 'member'), role);
          if (codeOf(act) !== 'OK') continue;
          expect(before).toBe('owner');
          for (const changed of act()) people.set(changed.userId, changed.role);
        }
        expect([...people.values()].filter((role) => role === 'owner')).toHaveLength(1);
      }),
    );
  });

  test('about oneself: one may say what one is called, and no more', () => {
    for (const role of roles) {
      const me = person('1', role);
      expect(codeOf(() => checkNickname(me, me))).toBe('OK');
      expect(codeOf(() => checkMute(me, me))).toBe(no);
      expect(codeOf(() => checkRemove(me, me))).toBe(role === 'owner' ? 'OWNER_MUST_HAND_OVER' : no);
      expect(memberActs(me, me)).toEqual(['nickname']);
    }
  });

  test('what is offered is what is allowed', () => {
    const offered = (actor: MemberRole, target: MemberRole): string[] =>
      memberActs(person('1', actor), person('2', target));
    expect(offered('owner', 'admin')).toEqual(['takeAdmin', 'handOver', 'mute', 'nickname', 'remove']);
    expect(offered('owner', 'member')).toEqual(['makeAdmin', 'handOver', 'mute', 'nickname', 'remove']);
    expect(offered('admin', 'member')).toEqual(['mute', 'nickname', 'remove']);
    expect([offered('admin', 'admin'), offered('admin', 'owner'), offered('member', 'member')]).toEqual([[], [], []]);
  });

  test('an owner leaves last', () => {
    expect(codeOf(() => checkLeave(person('1', 'owner'), 2))).toBe('OWNER_MUST_HAND_OVER');
    expect(codeOf(() => checkLeave(person('1', 'owner'), 1))).toBe('OK');
    expect(codeOf(() => checkLeave(person('2', 'admin'), 2))).toBe('OK');
  });

  test('a role that this release does not know counts as the lowest', () => {
    expect(roleOf('guest')).toBe('member');
    expect(roles.map(roleOf)).toEqual(roles);
  });
});

describe('people who come in', () => {
  const ids = fc.array(fc.nat(30).map(String), { maxLength: 40 });

  test('are those who are not there, each once, in the order asked', () => {
    fc.assert(
      fc.property(ids, ids, (present, asked) => {
        const fresh = newcomers(new Set(present), asked, new Set(present).size);
        expect(new Set(fresh).size).toBe(fresh.length);
        expect(new Set([...present, ...fresh])).toEqual(new Set([...present, ...asked]));
        expect(fresh.some((id) => present.includes(id))).toBe(false);
      }),
    );
  });

  test('never make a group larger than it may be', () => {
    const many = Array.from({ length: 3 }, (_, at) => String(at));
    expect(codeOf(() => newcomers(new Set(), many, LIMITS.groupMembers - 3))).toBe('OK');
    expect(codeOf(() => newcomers(new Set(), many, LIMITS.groupMembers - 2))).toBe('GROUP_FULL');
    expect(newcomers(new Set(many), many, LIMITS.groupMembers)).toEqual([]);
  });
});
