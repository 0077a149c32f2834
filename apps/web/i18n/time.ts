import type { Preferences } from '@parley/contract';
import type { Locale } from './catalogue';

const DAY_MS = 86_400_000;

/** Intl formatters are dear to make: one per language and shape. */
const formats = new Map<string, Intl.DateTimeFormat>();

/** How hours are written for whoever sits here: one for the page, as a time is drawn in every corner of it. */
let hours: Preferences['timeFormat'] = 'auto';

export function writeHours(as: Preferences['timeFormat']): void {
  hours = as;
}

function format(locale: Locale, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale}${hours}${JSON.stringify(options)}`;
  const known = formats.get(key) ?? new Intl.DateTimeFormat(locale, withHours(options));
  formats.set(key, known);
  return known;
}

function withHours(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormatOptions {
  if (hours !== '12') return { hourCycle: 'h23', ...options };
  return { hourCycle: 'h12', ...options, ...(options.hour !== undefined && { hour: 'numeric' }) };
}

/** Midnight of the day, in the time zone of the browser. */
export function dayOf(at: number): number {
  return new Date(at).setHours(0, 0, 0, 0);
}

function daysAgo(at: number, now: number): number {
  return Math.round((dayOf(now) - dayOf(at)) / DAY_MS);
}

export function clockTime(at: number, locale: Locale): string {
  return format(locale, { hour: '2-digit', minute: '2-digit' }).format(at);
}

/** Today 14:05, within the week Tue 14:05, then the date. */
export function listTime(at: number, now: number, locale: Locale): string {
  const days = daysAgo(at, now);
  if (days <= 0) return clockTime(at, locale);
  if (days < 7) return `${format(locale, { weekday: 'short' }).format(at)} ${clockTime(at, locale)}`;
  if (new Date(at).getFullYear() === new Date(now).getFullYear()) {
    return format(locale, { month: 'short', day: 'numeric' }).format(at);
  }
  return format(locale, { year: 'numeric', month: 'short', day: 'numeric' }).format(at);
}

/** Today, yesterday, then the day with its weekday; the year when it is another one. */
export function dayLabel(at: number, now: number, locale: Locale): string {
  const days = daysAgo(at, now);
  if (days === 0 || days === 1) {
    const word = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(-days, 'day');
    return word.charAt(0).toLocaleUpperCase(locale) + word.slice(1);
  }
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  const day: Intl.DateTimeFormatOptions = { weekday: 'long', month: 'long', day: 'numeric' };
  return format(locale, sameYear ? day : { ...day, year: 'numeric' }).format(at);
}

/** 29 November 2026. */
export function wholeDate(at: number, locale: Locale): string {
  return format(locale, { dateStyle: 'long' }).format(at);
}

/** The whole moment, for the hover. */
export function fullTime(at: number, locale: Locale): string {
  return format(locale, { dateStyle: 'full', timeStyle: 'medium' }).format(at);
}

/** The moment, short, for a text that is read elsewhere and later. */
export function momentTime(at: number, locale: Locale): string {
  return format(locale, { dateStyle: 'medium', timeStyle: 'short' }).format(at);
}

/** A moment ahead: 14:05 today, else the day with the time. */
export function untilTime(at: number, now: number, locale: Locale): string {
  if (daysAgo(at, now) === 0) return clockTime(at, locale);
  return format(locale, { weekday: 'short', hour: '2-digit', minute: '2-digit' }).format(at);
}
