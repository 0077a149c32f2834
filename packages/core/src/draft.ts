import { type Draft, LIMITS, ParleyError } from '@parley/contract';
import { codePoints, isStorable } from './send.js';

/** The later one, and of two at the same moment always the same one: so the order in which drafts come does not matter. */
export function newerDraft(a: Draft, b: Draft): Draft {
  if (a.updatedAt !== b.updatedAt) return b.updatedAt > a.updatedAt ? b : a;
  return b.text > a.text ? b : a;
}

/** A device whose clock is ahead must not win against everything that is typed until then. */
export function clampDraft(draft: Draft, now: number): Draft {
  return draft.updatedAt > now ? { ...draft, updatedAt: now } : draft;
}

/** Throws the coded error of a draft that can't be kept: whatever could be sent can, and so can nothing. */
export function checkDraft(text: string): void {
  const points = codePoints(text);
  if (points > LIMITS.draftCodePoints) {
    throw new ParleyError('TEXT_TOO_LONG', { codePoints: points, limit: LIMITS.draftCodePoints });
  }
  if (!isStorable(text)) throw new ParleyError('TEXT_INVALID');
}
