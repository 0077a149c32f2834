import { LIMITS, type MemberRole, type Mention, ParleyError } from '@parley/contract';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DEFAULT_SETTINGS } from './group-settings.js';
import { checkMentionRights, checkMentions, isCalled, mayMentionAll, type MentionScope } from './mention.js';

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
    ['@a@b', [user(0, 4)], 'OK'],
    ['@@a', [user(0, 3)], 'OK'],
    ['@a@b', [user(0, 4), user(2, 2)], 'MENTION_INVALID'],
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
  const group = (mentionAll: string): MentionScope['rules'] => ({ settings: { ...DEFAULT_SETTINGS, mentionAll } });
  const rights = (mentions: Mention[], role: MemberRole, rules = group('admins')): string =>
    codeOf(() => checkMentionRights(mentions, { role, members, rules }));

  test.each([
    ['a member', [user(0, 2, '2')], 'member', group('owner'), 'OK'],
    ['a stranger', [user(0, 2, '9')], 'owner', group('everybody'), 'MENTION_NOT_A_MEMBER'],
    ['a member and a stranger', [user(0, 2, '2'), user(3, 2, '9')], 'owner', null, 'MENTION_NOT_A_MEMBER'],
    ['all, where everybody may', [all], 'member', group('everybody'), 'OK'],
    ['all, where only admins may', [all], 'member', group('admins'), 'MENTION_ALL_REFUSED'],
    ['those here, where only admins may', [here], 'member', group('admins'), 'MENTION_ALL_REFUSED'],
    ['all, as an admin', [all], 'admin', group('admins'), 'OK'],
    ['all, as an admin, where only the owner may', [all], 'admin', group('owner'), 'MENTION_ALL_REFUSED'],
    ['all, by a rule of a later release', [all], 'admin', group('robots'), 'MENTION_ALL_REFUSED'],
    ['all of two', [all], 'member', null, 'MENTION_ALL_REFUSED'],
  ] as const)('%s', (_, mentions, role, rules, code) => {
    expect(rights([...mentions], role, rules)).toBe(code);
  });

  test('a higher role may never less', () => {
    fc.assert(
      fc.property(fc.constantFrom('everybody', 'admins', 'owner', 'robots'), (mentionAll) => {
        const may = (role: MemberRole): boolean => mayMentionAll({ role, rules: group(mentionAll) });
        expect([may('member') && !may('admin'), may('admin') && !may('owner')]).toEqual([false, false]);
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
  const content = { type: 'text', text: '', ...(mentions === undefined ? {} : { mentions }) };
  expect(isCalled({ content }, '1')).toBe(called);
  // In a thread all are those who follow it: it calls nobody but by name.
  const named = mentions?.some(({ type, ...one }) => type === 'user' && 'userId' in one && one.userId === '1') ?? false;
  expect(isCalled({ content, thread: { seq: 1, ord: 1 } }, '1')).toBe(named);
});
