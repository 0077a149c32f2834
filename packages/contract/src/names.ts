import * as z from 'zod';
import { LIMITS } from './limits.js';

/** Takes up ink: no white space, no control, nothing ignorable by default (zero widths, fillers, selectors), no blank of Braille, hieroglyphs or music. */
const VISIBLE = /[^\p{White_Space}\p{Cc}\p{Default_Ignorable_Code_Point}\u2800\u{13441}\u{13442}\u{1d159}]/u;

/**
 * Has no place in a name. A line break or another control would forge a line of a list or a log; a bidi control turns what stands
 * around the name; a zero width makes two names look the same. The joiners and selectors that emoji and some scripts need are fine.
 */
const UNFIT =
  /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}\u00ad\u115f\u1160\u180e\u200b\u2060-\u2064\u3164\ufeff\uffa0]/u;

/** What a name has to have one of: neither space nor mark nor what draws nothing. */
const INK = /[^\p{Z}\p{M}\p{C}\p{Default_Ignorable_Code_Point}\u2800\u{13441}\u{13442}\u{1d159}]/u;

/** Whether there is anything to see in a text. */
export function isVisible(text: string): boolean {
  return VISIBLE.test(text);
}

/** The one rule of every name that people read: of a person, an organisation, a group; in Unicode normal form C. */
export const VisibleName = z
  .string()
  .normalize('NFC')
  .trim()
  .min(1)
  .refine((name) => [...name].length <= LIMITS.nameCodePoints, `at most ${LIMITS.nameCodePoints} characters`)
  .refine((name) => !UNFIT.test(name), 'no line breaks, control characters, or characters that are not shown')
  .refine((name) => INK.test(name), 'something that can be seen');

/** A text of several lines about something that has a name; what turns the direction of text is refused here, too. */
export function plainText(maxCodePoints: number) {
  return z
    .string()
    .normalize('NFC')
    .trim()
    .refine((text) => [...text].length <= maxCodePoints, `at most ${maxCodePoints} characters`)
    .refine((text) => !UNFIT.test(text.replaceAll(/[\n\t]/g, ' ')), 'no control characters or changes of direction');
}

/** A text about something that stands in a row of its own: what a plain text may be, on one line. */
export function oneLine(maxCodePoints: number) {
  return plainText(maxCodePoints).refine((text) => !/[\n\t]/.test(text), 'one line');
}
