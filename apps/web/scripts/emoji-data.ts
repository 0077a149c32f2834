import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { EmojiCodes, EmojiEntry } from './emoji-rows.js';

const require = createRequire(import.meta.url);

function read(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'));
}

/** What emojibase has of our two languages. */
export function emojiData(): { english: EmojiEntry[]; chinese: EmojiEntry[]; codes: EmojiCodes } {
  return {
    english: read(require.resolve('emojibase-data/en/data.json')) as EmojiEntry[],
    chinese: read(require.resolve('emojibase-data/zh/data.json')) as EmojiEntry[],
    codes: read(require.resolve('emojibase-data/en/shortcodes/github.json')) as EmojiCodes,
  };
}
