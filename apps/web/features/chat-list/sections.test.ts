import { NO_PERSONAL } from '@parley/core';
import type { ChatRow } from '@parley/sdk';
import { describe, expect, it } from 'vitest';
import { inHeldOrder } from './held-order';
import { filterChats, type Filter } from './sections';

function rowOf(name: string, parts: Partial<ChatRow> = {}): ChatRow {
  const row = { conversationId: name, name, unread: 0, readSeq: 0, mentionSeq: null, draft: null, outgoing: null };
  return { ...row, personal: NO_PERSONAL, ...parts } as unknown as ChatRow;
}

const draft = (text: string): Partial<ChatRow> => ({ draft: { text } as ChatRow['draft'] });
const rows = [
  rowOf('Amy', { unread: 2 }),
  rowOf('Bob', { mentionSeq: 4, unread: 1 }),
  rowOf('陈晨', draft('half a sen')),
  rowOf('Dora', draft('')),
  rowOf('Eve', { outgoing: 'failed' }),
];
const ALL: Filter = { section: 'all', query: '', current: null };
const left = (filter: Partial<Filter>): string[] =>
  filterChats(rows, { ...ALL, ...filter }, ({ name }) => name ?? '').map(({ conversationId }) => conversationId);

describe('the sections of the chat list', () => {
  it.each([
    ['all', ['Amy', 'Bob', '陈晨', 'Dora', 'Eve']],
    ['unread', ['Amy', 'Bob']],
    ['mentions', ['Bob']],
    ['drafts', ['陈晨', 'Eve']],
  ] as const)('%s', (section, names) => {
    expect(left({ section })).toEqual(names);
  });

  it('what is open stays in its section while it is read', () => {
    expect(left({ section: 'unread', current: 'Dora' })).toEqual(['Amy', 'Bob', 'Dora']);
  });

  it('a name is found by any part of it, whatever its case', () => {
    expect(left({ query: ' O' })).toEqual(['Bob', 'Dora']);
    expect(left({ query: '晨' })).toEqual(['陈晨']);
    expect(left({ query: 'x', current: 'Amy' })).toEqual([]);
    expect(left({ query: 'b', section: 'unread' })).toEqual(['Bob']);
  });

  it('everything is the list itself: nothing is made anew for each event', () => {
    expect(filterChats(rows, { ...ALL, query: '  ' }, () => '')).toBe(rows);
  });
});

describe('an order that is held', () => {
  const names = (held: string[], items: ChatRow[]): string[] =>
    inHeldOrder(held, items).map(({ conversationId }) => conversationId);

  it('keeps every row where it stood, and shows it as it is now', () => {
    const [amy, bob] = [rowOf('Amy'), rowOf('Bob', { unread: 7 })];
    expect(inHeldOrder(['Amy', 'Bob'], [bob, amy])).toEqual([amy, bob]);
  });

  it('who comes meanwhile is last, who goes leaves no hole', () => {
    expect(names(['Amy', 'Bob', 'Eve'], [rowOf('New'), rowOf('Eve'), rowOf('Amy')])).toEqual(['Amy', 'Eve', 'New']);
  });
});
