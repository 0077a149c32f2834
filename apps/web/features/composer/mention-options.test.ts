import type { Member } from '@parley/contract';
import { describe, expect, it } from 'vitest';
import { apartFrom, callables, defaultOption, knownNames, type MentionOption, optionsFor } from './mention-options';
import { mentionsIn } from './mention-text';
import { readingsOf } from './pinyin';

const member = (userId: string, name: string, nickname: string | null = null): Member => ({
  user: { userId, login: `login${userId}`, name, active: true },
  role: 'member',
  joinedAt: 0,
  nickname,
  mutedUntil: null,
});
const people = callables([member('1', '王伟'), member('2', '王伟'), member('3', 'Ada'), member('4', 'Bo', 'Allan')]);
const everybody: MentionOption = { type: 'all', name: 'everyone', shown: 'everyone', note: '' };
const shown = (query: string, among = people): string[] =>
  optionsFor(query, { people: among, everybody }).map((option) =>
    option.type === 'user' ? option.userId : option.type,
  );

describe('the list of those who can be called', () => {
  it('has people first and everybody last, however many people there are', () => {
    expect(shown('')).toEqual(['1', '2', '3', '4', 'all']);
    const many = callables(Array.from({ length: 30 }, (_, at) => member(String(at), `P${at}`)));
    expect([shown('', many).length, shown('', many).at(-1)]).toEqual([8, 'all']);
  });

  it.each([
    ['login2', ['2']],
    ['bo', ['4']],
    ['al', ['4', 'all']],
    ['ALL', ['4', 'all']],
    ['所有人', ['all']],
    ['here', ['all']],
    ['everyone', ['all']],
    ['zzz', []],
  ])('%s finds %j', (query, expected) => {
    expect(shown(query)).toEqual(expected);
  });

  it('has those first whom what is typed fits best, and of these who spoke last', () => {
    const some = callables([member('1', '欧阳三'), member('2', '张三'), member('3', '张珊'), member('4', 'Zhangsan')]);
    const found = (query: string, recent: string[] = []): string[] =>
      optionsFor(query, { people: some, everybody: null, readings: readingsOf, recent }).map((one) =>
        one.type === 'user' ? one.userId : one.type,
      );
    expect(found('zs')).toEqual(['2', '3']);
    expect(found('zhang')).toEqual(['2', '3', '4']);
    expect(found('zhang', ['4', '3'])).toEqual(['4', '3', '2']);
    expect(found('三', ['2'])).toEqual(['2', '1']);
  });

  it('offers nobody as everybody, before the people are there', () => {
    expect(shown('', [])).toEqual([]);
  });

  it('picks a person at once, and everybody only by the whole word', () => {
    expect(
      ['', 'al', 'e', 'everyone', '所有人'].map((query) =>
        defaultOption(query, optionsFor(query, { people, everybody })),
      ),
    ).toEqual([0, 0, -1, 0, 0]);
  });

  it('says which of two people of one name is meant', () => {
    expect(people.map(({ name, note }) => [name, note])).toEqual([
      ['王伟 (login1)', 'login1'],
      ['王伟 (login2)', 'login2'],
      ['Ada', 'login3'],
      ['Allan', 'Bo · login4'],
    ]);
    const [first] = callables([member('1', '王伟')]);
    const [second] = callables([member('2', '王伟')]);
    if (first === undefined || second === undefined) throw new Error('nobody');
    expect([apartFrom(second, [first]).name, apartFrom(first, [first]).name]).toEqual(['王伟 (login2)', '王伟']);
  });
});

describe('whom a text calls', () => {
  const called = (text: string): unknown[] =>
    mentionsIn(text, knownNames([], people, everybody)).map((one) => (one.type === 'user' ? one.userId : one.type));
  it('one of two of a name by the login, everybody by any word for it', () => {
    expect(called('@王伟 @王伟 (login2) @Allan')).toEqual(['2', '4']);
    expect(called('@all @everyone @所有人 @here @allow')).toEqual(['all', 'all', 'all', 'here']);
  });

  it('a member who is called like everybody is themselves', () => {
    const known = knownNames([], callables([member('9', 'all')]), everybody);
    expect(mentionsIn('@all', known)).toEqual([{ type: 'user', userId: '9', at: 0, length: 4 }]);
  });
});
