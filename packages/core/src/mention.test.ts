import { LIMITS, type MemberRole, type Mention, ParleyError } from '@parley/contract';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkMentionRights, checkMentions, isCalled, MENTION_ALL_FREE_MEMBERS, mayMentionAll } from './mention.js';

const user = (at: number, length: number, userId = '1'): Mention => ({ type: 'user', userId, at, length });
const codeOf = (check: () => void): string => {
  try {
    check();
    return 'OK';
  } catch (error) {
    return error instanceof ParleyError ? error.code : 'not coded';
  }
};
const span = (text: string, ...mentions: Mention[]): string => codeOf(() => checkMentions(text, mentions));

describe('a mention fits its text', () => {
  test.each([
    ['@王伟 好', [user(0, 3)], 'OK'],
    ['好 @王伟', [user(2, 3)], 'OK'],
    ['@Ada Byron: hi @王伟', [user(0, 10), user(15, 3)], 'OK'],
    ['@👍', [user(0, 3)], 'OK'],
    ['@王伟', [user(0, 4)], 'MENTION_INVALID'],
    ['@王伟', [user(1, 2)], 'MENTION_INVALID'],
    ['王伟', [user(0, 2)], 'MENTION_INVALID'],
    ['@ 王', [user(0, 3)], 'MENTION_INVALID'],
    ['@王 ', [user(0, 3)], 'MENTION_INVALID'],
    ['@a\nb', [user(0, 4)], 'MENTION_INVALID'],
    ['@a@b', [user(0, 4)], 'MENTION_INVALID'],
    ['@a @b', [user(3, 2), user(0, 2)], 'MENTION_INVALID'],
    ['@ab', [user(0, 3), user(0, 3)], 'MENTION_INVALID'],
    ['@👍', [user(0, 2)], 'MENTION_INVALID'],
    ['@ab', [user(99, 3)], 'MENTION_INVALID'],
  ] as const)('%j %j: %s', (text, mentions, code) => {
    expect(span(text, ...mentions)).toBe(code);
  });

  test('mentions of names that were put into a text always fit, and moved by one they never do', () => {
    const name = fc.stringMatching(/^[a-z中文]{1,10}( [a-z]{1,5})?$/);
    fc.assert(
      fc.property(
        fc.array(fc.tuple(name, fc.stringMatching(/^[a-z ]{0,5}$/)), { minLength: 1, maxLength: LIMITS.mentions }),
        (parts) => {
          let text = '';
          const mentions: Mention[] = [];
          for (const [called, between] of parts) {
            mentions.push(user(text.length, called.length + 1));
            text += `@${called}${between}`;
          }
          expect(span(text, ...mentions)).toBe('OK');
          expect(span(text, ...mentions.map((mention) => ({ ...mention, at: mention.at + 1 })))).toBe(
            'MENTION_INVALID',
          );
        },
      ),
    );
  });
});

describe('who may be called', () => {
  const members = new Set(['1', '2', '3']);
  const all: Mention = { type: 'all', at: 0, length: 4 };
  const here: Mention = { type: 'here', at: 0, length: 5 };
  const rights = (mentions: Mention[], role: MemberRole, more = {}): string =>
    codeOf(() => checkMentionRights(mentions, { kind: 'group', role, members, ...more }));
  const many = new Set(Array.from({ length: MENTION_ALL_FREE_MEMBERS + 1 }, (_, index) => String(index + 1)));

  test.each([
    ['a member', [user(0, 2, '2')], 'member', {}, 'OK'],
    ['a stranger', [user(0, 2, '9')], 'owner', {}, 'MENTION_NOT_A_MEMBER'],
    ['a member and a stranger', [user(0, 2, '2'), user(3, 2, '9')], 'owner', {}, 'MENTION_NOT_A_MEMBER'],
    ['all, in a small group', [all], 'member', {}, 'OK'],
    ['all, in a larger one', [all], 'member', { members: many }, 'MENTION_ALL_REFUSED'],
    ['those here, in a larger one', [here], 'member', { members: many }, 'MENTION_ALL_REFUSED'],
    ['all, as an admin', [all], 'admin', { members: many }, 'OK'],
    ['all, where only admins may', [all], 'member', { mentionAll: 'admins' }, 'MENTION_ALL_REFUSED'],
    ['all, where everyone may', [all], 'member', { members: many, mentionAll: 'everyone' }, 'OK'],
    ['all of two', [all], 'member', { kind: 'direct' }, 'MENTION_ALL_REFUSED'],
  ] as const)('%s', (_, mentions, role, more, code) => {
    expect(rights([...mentions], role, more)).toBe(code);
  });

  test('a higher role may never less, more members never allow more', () => {
    const kind = fc.constantFrom('group', 'channel', 'direct');
    const setting = fc.constantFrom({}, { mentionAll: 'admins' as const }, { mentionAll: 'everyone' as const });
    fc.assert(
      fc.property(kind, setting, fc.nat(5_000), fc.nat(50), (of, set, count, more) => {
        const may = (role: MemberRole, size = count): boolean => mayMentionAll({ kind: of, role, ...set }, size);
        expect([may('member') && !may('admin'), may('admin') && !may('owner')]).toEqual([false, false]);
        expect(may('member', count + more) && !may('member')).toBe(false);
      }),
    );
  });
});

test.each([
  [[{ type: 'user', userId: '1', at: 0, length: 2 }], true],
  [[{ type: 'user', userId: '2', at: 0, length: 2 }], false],
  [[{ type: 'all', at: 0, length: 4 }], true],
  [[{ type: 'here', at: 0, length: 5 }], true],
  [[{ type: 'of a later release', at: 0, length: 5 }], false],
  [undefined, false],
])('%j calls me: %s', (mentions, called) => {
  expect(isCalled({ type: 'text', text: '', ...(mentions === undefined ? {} : { mentions }) }, '1')).toBe(called);
});
