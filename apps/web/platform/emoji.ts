import type { Locale } from '../i18n/catalogue';
import type { EmojiRow } from '../scripts/emoji-rows';

const kept = new Map<Locale, Promise<readonly EmojiRow[]>>();

/** All emoji with their names in this language: a file of this build (scripts/finish-build.ts), fetched when it is first needed. */
export function emojiRows(locale: Locale): Promise<readonly EmojiRow[]> {
  const known = kept.get(locale);
  if (known !== undefined) return known;
  const fetched = fetchRows(locale);
  kept.set(locale, fetched);
  // What did not arrive is asked for again the next time.
  fetched.catch(() => kept.delete(locale));
  return fetched;
}

async function fetchRows(locale: Locale): Promise<readonly EmojiRow[]> {
  const answer = await fetch(`/emojibase/${locale}.json`);
  if (!answer.ok) throw new Error(`no emoji: ${answer.status}`);
  return (await answer.json()) as readonly EmojiRow[];
}
