import { type ContentInput, isVisible, LIMITS, ParleyError } from '@parley/contract';
import { checkMentions } from './mention.js';

/** Throws the coded error of a content that can't be stored; touches nothing. */
export function checkContent(content: ContentInput): void {
  const { text } = content;
  if (!isVisible(text)) throw new ParleyError('TEXT_EMPTY');
  const points = codePoints(text);
  if (points > LIMITS.textCodePoints) {
    throw new ParleyError('TEXT_TOO_LONG', { codePoints: points, limit: LIMITS.textCodePoints });
  }
  if (!isStorable(text)) throw new ParleyError('TEXT_INVALID');
  checkMentions(text, content.mentions ?? []);
}

/** Postgres text holds neither NUL nor half a character. */
export function isStorable(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed();
}

/** Unicode code points; a text within the limit in UTF-16 units needs no counting. */
export function codePoints(text: string): number {
  if (text.length <= LIMITS.textCodePoints) return text.length;
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}
