import type { Preferences } from '@parley/contract';
import type { Locale } from './catalogue';

const DAY_MS = 86_400_000;

/** How hours are written for whoever sits here: one for the page, as a time is drawn in every corner of it. */
let hours: Preferences['timeFormat'] = 'auto';

export function writeHours(as: Preferences['timeFormat']): void {
  hours = as;
}

/** What is shown of a moment. */
const SHAPES = {
  clock: { hour: '2-digit', minute: '2-digit' },
  weekday: { weekday: 'short' },
  weekdayClock: { weekday: 'short', hour: '2-digit', minute: '2-digit' },
  date: { month: 'short', day: 'numeric' },
  dateOfYear: { year: 'numeric', month: 'short', day: 'numeric' },
  day: { weekday: 'long', month: 'long', day: 'numeric' },
  dayOfYear: { weekday: 'long', month: 'long', day: 'numeric', year: 'numeric' },
  whole: { dateStyle: 'long' },
  full: { dateStyle: 'full', timeStyle: 'medium' },
  moment: { dateStyle: 'medium', timeStyle: 'short' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

type Written = { readonly format: Intl.DateTimeFormat; readonly texts: Map<number, string> };

/** Formatters are dear to make, and to ask: the same moments are written again with each drawing. */
const written = new Map<string, Written>();
const KEPT = 2_000;

function write(shape: keyof typeof SHAPES, at: number, locale: Locale): string {
  const key = `${locale}${hours}${shape}`;
  const known = written.get(key) ?? {
    format: new Intl.DateTimeFormat(locale, withHours(SHAPES[shape])),
    texts: new Map<number, string>(),
  };
  written.set(key, known);
  const { format, texts } = known;
  const text = texts.get(at) ?? format.format(at);
  if (texts.size >= KEPT) texts.clear();
  texts.set(at, text);
  return text;
}

const relative = new Map<Locale, Intl.RelativeTimeFormat>();

/** Today or yesterday. */
function nearDay(days: number, locale: Locale): string {
  const format = relative.get(locale) ?? new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  relative.set(locale, format);
  const word = format.format(-days, 'day');
  return word.charAt(0).toLocaleUpperCase(locale) + word.slice(1);
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
  return write('clock', at, locale);
}

/** Today 14:05, within the week Tue 14:05, then the date. */
export function listTime(at: number, now: number, locale: Locale): string {
  const days = daysAgo(at, now);
  if (days <= 0) return clockTime(at, locale);
  if (days < 7) return `${write('weekday', at, locale)} ${clockTime(at, locale)}`;
  return write(isSameYear(at, now) ? 'date' : 'dateOfYear', at, locale);
}

/** Today, yesterday, then the day with its weekday; the year when it is another one. */
export function dayLabel(at: number, now: number, locale: Locale): string {
  const days = daysAgo(at, now);
  if (days === 0 || days === 1) return nearDay(days, locale);
  return write(isSameYear(at, now) ? 'day' : 'dayOfYear', at, locale);
}

function isSameYear(at: number, now: number): boolean {
  return new Date(at).getFullYear() === new Date(now).getFullYear();
}

/** 29 November 2026. */
export function wholeDate(at: number, locale: Locale): string {
  return write('whole', at, locale);
}

/** The whole moment, for the hover. */
export function fullTime(at: number, locale: Locale): string {
  return write('full', at, locale);
}

/** The moment, short, for a text that is read elsewhere and later. */
export function momentTime(at: number, locale: Locale): string {
  return write('moment', at, locale);
}

/** A moment ahead: 14:05 today, else the day with the time. */
export function untilTime(at: number, now: number, locale: Locale): string {
  return daysAgo(at, now) === 0 ? clockTime(at, locale) : write('weekdayClock', at, locale);
}
