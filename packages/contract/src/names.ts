import { z } from 'zod';
import { LIMITS } from './limits.js';

/** Takes up no ink: white space, controls, what is ignorable by default (zero widths, fillers, selectors), the blank of Braille. */
const INVISIBLE = /[\p{White_Space}\p{Cc}\p{Default_Ignorable_Code_Point}\u2800]/gu;

/**
 * Has no place in a name. A line break or another control would forge a line of a list or a log; a bidi control turns what stands
 * around the name; a zero width makes two names look the same. The joiners and selectors that emoji and some scripts need are fine.
 */
const UNFIT =
  /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}\u00ad\u115f\u1160\u180e\u200b\u2060-\u2064\u3164\ufeff\uffa0]/u;

/** Whether there is anything to see in a text. */
export function isVisible(text: string): boolean {
  return text.replace(INVISIBLE, '') !== '';
}

/** The one rule of every name that people read: of a person, an organisation, a group. */
export const VisibleName = z
  .string()
  .trim()
  .min(1)
  .refine((name) => [...name].length <= LIMITS.nameCodePoints, `at most ${LIMITS.nameCodePoints} characters`)
  .refine((name) => !UNFIT.test(name), 'no line breaks, control characters, or characters that are not shown')
  .refine(isVisible, 'something that can be seen');
