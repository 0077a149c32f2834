/** What the list of chats, which is what anybody loads first, does without. */
import type { Locale } from './catalogue';
import { clockTime, daysAgo, isSameYear, write } from './time';

const relative = new Map<Locale, Intl.RelativeTimeFormat>();

/** Today, yesterday, then the day with its weekday; the year when it is another one. */
export function dayLabel(at: number, now: number, locale: Locale): string {
  const days = daysAgo(at, now);
  if (days === 0 || days === 1) return nearDay(days, locale);
  if (isSameYear(at, now)) return write(['day', { weekday: 'long', month: 'long', day: 'numeric' }], at, locale);
  return write(['dayOfYear', { weekday: 'long', month: 'long', day: 'numeric', year: 'numeric' }], at, locale);
}

function nearDay(days: number, locale: Locale): string {
  const format = relative.get(locale) ?? new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  relative.set(locale, format);
  const word = format.format(-days, 'day');
  return word.charAt(0).toLocaleUpperCase(locale) + word.slice(1);
}

/** 29 November 2026. */
export function wholeDate(at: number, locale: Locale): string {
  return write(['whole', { dateStyle: 'long' }], at, locale);
}

/** The moment, short, for a text that is read elsewhere and later. */
export function momentTime(at: number, locale: Locale): string {
  return write(['moment', { dateStyle: 'medium', timeStyle: 'short' }], at, locale);
}

/** A moment ahead: 14:05 today, else the day with the time. */
export function untilTime(at: number, now: number, locale: Locale): string {
  if (daysAgo(at, now) === 0) return clockTime(at, locale);
  return write(['weekdayClock', { weekday: 'short', hour: '2-digit', minute: '2-digit' }], at, locale);
}
