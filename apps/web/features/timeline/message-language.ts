/**
 * The language of a text, as far as its script tells, for hyphenation, fonts and the voice of a screen reader;
 * null when it can't be told, or is a language that shares the page's script.
 */
export function languageOf(text: string): 'zh-CN' | 'ja' | 'ko' | 'en' | null {
  if (/[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text)) return 'ja';
  if (/\p{Script=Hangul}/u.test(text)) return 'ko';
  if (/\p{Script=Han}/u.test(text)) return 'zh-CN';
  return /\p{Script=Latin}{2}/u.test(text) ? 'en' : null;
}

const beginsWithEmoji = /^(?:(?!\p{ASCII})\p{Emoji}|[\d#*]\u{FE0F})/u;
// Thousands of alternatives, which take longer to compile than a screen of messages takes to draw, and V8 forgets them again.
const jumbo = new RegExp(String.raw`^(?:\p{RGI_Emoji}\s?){1,5}$`, 'v');

/** A few emoji and nothing else: they are the message, so they are drawn large. */
export function isJumbo(text: string): boolean {
  const trimmed = text.length <= 60 ? text.trim() : '';
  return beginsWithEmoji.test(trimmed) && jumbo.test(trimmed);
}
