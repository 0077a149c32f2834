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

const jumbo = new RegExp(String.raw`^(?:\p{RGI_Emoji}\s?){1,5}$`, 'v');

/** A few emoji and nothing else: they are the message, so they are drawn large. */
export function isJumbo(text: string): boolean {
  return text.length <= 60 && jumbo.test(text.trim());
}
