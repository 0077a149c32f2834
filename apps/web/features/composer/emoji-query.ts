import type { EmojiRow } from '../../scripts/emoji-rows';
import type { Query } from './mention-text';

export type EmojiOption = { readonly emoji: string; readonly name: string };

/** Rows that the list has room for. */
const SHOWN = 8;
/** Two letters at least: ":D" and a time are no calls for an emoji, and neither is a colon in the middle of a text. */
const CALL = /(?<=^|\s):([a-z+_-][a-z0-9+_-]{1,30})$/i;

export function emojiQuery(text: string, caret: number): Query | null {
  if (caret <= 0) return null;
  const found = CALL.exec(text.slice(Math.max(0, caret - 33), caret));
  return found?.[1] === undefined ? null : { from: caret - found[1].length - 1, query: found[1].toLowerCase() };
}

/** Those with a word that begins so: the very word first, then what was picked lately, then as they are sorted. */
export function emojiFor(query: string, rows: readonly EmojiRow[], recent: readonly string[]): readonly EmojiOption[] {
  const wanted = query.replaceAll('_', ' ');
  const ranked = rows.flatMap(([emoji, , name, words]) => {
    const said = [name, ...words].map((word) => word.toLowerCase().replaceAll('_', ' '));
    if (!said.some((word) => word.startsWith(wanted))) return [];
    const place = recent.indexOf(emoji);
    return [{ emoji, name, rank: said.includes(wanted) ? -2 : place === -1 ? 0 : -1 }];
  });
  ranked.sort((a, b) => a.rank - b.rank);
  return ranked.slice(0, SHOWN).map(({ emoji, name }) => ({ emoji, name }));
}
