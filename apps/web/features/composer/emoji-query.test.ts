import { expect, test } from 'vitest';
import type { EmojiRow } from '../../scripts/emoji-rows';
import { emojiFor, emojiQuery } from './emoji-query';

test.each([
  [':sm', { from: 0, query: 'sm' }],
  ['well :Smile', { from: 5, query: 'smile' }],
  ['好 :+1', { from: 2, query: '+1' }],
  ['a\n:thumbs_up', { from: 2, query: 'thumbs_up' }],
  [':s', null],
  [':D', null],
  ['10:30', null],
  ['at :30', null],
  ['注意:ok', null],
  ['note:see', null],
  ['https://a', null],
  [':smile ', null],
  [': smile', null],
  ['', null],
])('%j', (text, expected) => {
  expect(emojiQuery(text, text.length)).toEqual(expected);
});

test('what stands behind the caret does not count', () => {
  expect(emojiQuery(':smile and more', 4)).toEqual({ from: 0, query: 'smi' });
  expect(emojiQuery(':smile', 0)).toBeNull();
});

const rows: EmojiRow[] = [
  ['😀', 0, 'grinning face', ['smiley', 'happy', 'grinning']],
  ['😄', 0, 'grinning face with smiling eyes', ['smile', 'happy']],
  ['👍', 1, 'thumbs up', ['+1', 'thumbsup']],
];

test('the very word is first, then what was used lately', () => {
  const found = (query: string, recent: string[] = []): string[] =>
    emojiFor(query, rows, recent).map(({ emoji }) => emoji);
  expect(found('smi')).toEqual(['😀', '😄']);
  expect(found('smile')).toEqual(['😄', '😀']);
  expect(found('hap', ['😄'])).toEqual(['😄', '😀']);
  expect(found('thumbs_u')).toEqual(['👍']);
  expect(found('+1')).toEqual(['👍']);
  expect(found('mile')).toEqual([]);
});
