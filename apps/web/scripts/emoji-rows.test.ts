import { Emoji } from '@parley/contract';
import { describe, expect, it } from 'vitest';
import { EMOJI } from '../features/message-acts/emoji';
import { emojiData } from './emoji-data.js';
import { emojiRows } from './emoji-rows.js';

const { english, chinese, codes } = emojiData();
const rows = emojiRows(chinese, english, codes);

describe('the emoji of the picker', () => {
  it('are all taken by the server, each once', () => {
    expect(rows.length).toBeGreaterThan(1_700);
    expect(rows.filter(([emoji]) => !Emoji.safeParse(emoji).success)).toEqual([]);
    expect(new Set(rows.map(([emoji]) => emoji)).size).toBe(rows.length);
  });

  it('are written as those of the first look are, so that the same reaction counts as the same', () => {
    const known = new Set(rows.map(([emoji]) => emoji));
    expect(EMOJI.filter(([emoji]) => !known.has(emoji))).toEqual([]);
  });

  it('are found by their name in both languages, and by their code', () => {
    const up = rows.find(([emoji]) => emoji === '👍');
    expect(up?.[2]).toBe('拇指向上');
    expect(up?.[3]).toEqual(expect.arrayContaining(['thumbs up', '+1', 'like']));
  });
});
