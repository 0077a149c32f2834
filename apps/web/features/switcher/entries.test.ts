import type { ChatRow } from '@parley/sdk';
import { MessageCircle } from 'lucide-react';
import { describe, expect, it } from 'vitest';
import { readingsOf } from '../composer/pinyin';
import { unread } from '../composer/name-match';
import { EXACT, type Entry, firstGroups, fitOf, groupsFor, type Sources } from './entries';

const chat = (id: string, name: string, login?: string): Entry => ({
  kind: 'chat',
  key: id,
  name,
  login,
  row: { conversationId: id } as ChatRow,
});
const person = (login: string, name: string): Entry => ({
  kind: 'person',
  key: login,
  name,
  login,
  user: { userId: login, login, name, active: true },
});
const command = (name: string): Entry => ({
  kind: 'command',
  key: name,
  name,
  command: { key: name, name, icon: MessageCircle, run: () => undefined },
});

const sources: Sources = {
  chats: [chat('1', '张伟', 'zhang.wei'), chat('2', 'Release'), chat('3', 'Ada Byron', 'ada')],
  people: [person('zhang.min', '张敏'), person('adam', 'Adam Riese')],
  commands: [command('New group'), command('Theme: Dark')],
};
const NONE = new Set<string>();
const shown = (typed: string, found: ReadonlySet<string> = NONE, readings = readingsOf): string[] =>
  groupsFor(typed, sources, { readings, found }).flatMap(({ title, entries }) =>
    entries.map(({ name }) => `${title}: ${name}`),
  );

describe('how well something fits', () => {
  it('is best for the exact name or login, then for what begins so', () => {
    expect(fitOf({ key: '', name: 'Ada Byron', login: 'ada' }, 'ADA', unread)).toBe(EXACT);
    expect(fitOf({ key: '', name: 'Ada Byron', login: 'x1' }, 'ada byron', unread)).toBe(EXACT);
    expect(fitOf({ key: '', name: 'Nobody', login: 'ada' }, 'ad', unread)).toBe(0);
    expect(fitOf({ key: '', name: 'Ada Byron' }, 'by', unread)).toBe(1);
    expect(fitOf({ key: '', name: 'Ada Byron' }, 'zz', unread)).toBeNull();
  });
});

describe('the list', () => {
  it('finds Chinese names by how they are said, and by their initials', () => {
    expect(shown('zw')).toEqual(['chats: 张伟']);
    expect(shown('zhangm')).toEqual(['people: 张敏']);
    expect(shown('zhang')).toEqual(['chats: 张伟', 'people: 张敏']);
    expect(shown('zw', NONE, unread)).toEqual([]);
  });

  it('has the kind first that has the best one', () => {
    expect(shown('adam')).toEqual(['people: Adam Riese']);
    expect(shown('ada')).toEqual(['chats: Ada Byron', 'people: Adam Riese']);
    expect(shown('group')).toEqual(['commands: New group']);
    expect(shown('da')).toEqual(['commands: Theme: Dark', 'chats: Ada Byron', 'people: Adam Riese']);
  });

  it('shows whom the server has found, whatever for', () => {
    expect(shown('riese.adam')).toEqual([]);
    expect(shown('riese.adam', new Set(['adam']))).toEqual(['people: Adam Riese']);
  });

  it('begins with what was used last, without the chat that is open', () => {
    expect(firstGroups(sources, '1').map(({ title, entries }) => [title, entries.length])).toEqual([
      ['recent', 2],
      ['people', 2],
      ['commands', 2],
    ]);
  });

  it('offers nobody else where there are chats enough', () => {
    const many = Array.from({ length: 20 }, (_, index) => chat(String(index), `chat ${index}`));
    expect(firstGroups({ ...sources, chats: many }, null).map(({ title, entries }) => [title, entries.length])).toEqual(
      [
        ['recent', 8],
        ['commands', 2],
      ],
    );
  });
});
