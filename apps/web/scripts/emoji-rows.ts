/** What the picker knows of one emoji: itself, its group, its name, and the words that find it. */
export type EmojiRow = readonly [emoji: string, group: number, name: string, words: readonly string[]];

/** What matters here of an entry of emojibase. */
export type EmojiEntry = {
  readonly emoji: string;
  readonly hexcode: string;
  readonly label: string;
  readonly version: number;
  readonly group?: number;
  readonly tags?: readonly string[];
};
export type EmojiCodes = Readonly<Record<string, string | readonly string[]>>;

/** Newer ones are a box on most machines. */
const NEWEST = 15;
/** Skin tones and the like: nothing by themselves. */
const COMPONENTS = 2;
/** Of the flags: "ta" would be an island, not the beginning of a word. */
const COUNTRY = /^[A-Z]{2}$/;
const ALONE = /^\p{RGI_Emoji}$/v;

/** As `own` calls them; found also by what `english` calls them, and by their codes. */
export function emojiRows(
  own: readonly EmojiEntry[],
  english: readonly EmojiEntry[],
  codes: EmojiCodes,
): readonly EmojiRow[] {
  const inEnglish = new Map(english.map((entry) => [entry.hexcode, entry]));
  return own.flatMap(({ emoji, hexcode, label, version, group, tags = [] }): EmojiRow[] => {
    const sent = asSent(emoji);
    if (group === undefined || group === COMPONENTS || version > NEWEST || sent === null) return [];
    const other = inEnglish.get(hexcode);
    const words = new Set([...tags, ...(other?.tags ?? []), other?.label ?? label, ...[codes[hexcode] ?? []].flat()]);
    words.delete(label);
    return [[sent, group, label, [...words].filter((word) => !COUNTRY.test(word))]];
  });
}

/** As the server takes it: 👍 needs no sign that it is to be shown in colour, ❤️ does. */
function asSent(emoji: string): string | null {
  return [emoji, emoji.replaceAll('\u{fe0f}', '')].find((one) => ALONE.test(one)) ?? null;
}
