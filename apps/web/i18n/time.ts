import type { Preferences } from '@parley/contract';
import type { Locale } from './catalogue';

const DAY_MS = 86_400_000;

/** How hours are written for whoever sits here: one for the page, as a time is drawn in every corner of it. */
let hours: Preferences['timeFormat'] = 'auto';

export function writeHours(as: Preferences['timeFormat']): void {
  hours = as;
}

/** Formatters are dear to make, and to ask: the same moments are written again with each drawing. */
const formats = new Map<string, Intl.DateTimeFormat>();
const written = new Map<string, string>();
const KEPT = 5_000;

/** What is shown of a moment; a name means the same options each time. */
type Shape = readonly [name: string, options: Intl.DateTimeFormatOptions];

export function write([name, options]: Shape, at: number, locale: Locale): string {
  const form = locale + hours + name;
  const known = written.get(form + at);
  if (known !== undefined) return known;
  const format = formats.get(form) ?? new Intl.DateTimeFormat(locale, withHours(options));
  formats.set(form, format);
  if (written.size >= KEPT) written.clear();
  const text = format.format(at);
  written.set(form + at, text);
  return text;
}

function withHours(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormatOptions {
  if (hours !== '12') return { hourCycle: 'h23', ...options };
  return { hourCycle: 'h12', ...options, ...(options.hour !== undefined && { hour: 'numeric' }) };
}

/** Midnight of the day, in the time zone of the browser. */
export function dayOf(at: number): number {
  return new Date(at).setHours(0, 0, 0, 0);
}

export function daysAgo(at: number, now: number): number {
  return Math.round((dayOf(now) - dayOf(at)) / DAY_MS);
}

export function clockTime(at: number, locale: Locale): string {
  return write(['clock', { hour: '2-digit', minute: '2-digit' }], at, locale);
}

/** Today 14:05, within the week Tue 14:05, then the date. */
export function listTime(at: number, now: number, locale: Locale): string {
  const days = daysAgo(at, now);
  if (days <= 0) return clockTime(at, locale);
  if (days < 7) return `${write(['weekday', { weekday: 'short' }], at, locale)} ${clockTime(at, locale)}`;
  if (isSameYear(at, now)) return write(['date', { month: 'short', day: 'numeric' }], at, locale);
  return write(['dateOfYear', { year: 'numeric', month: 'short', day: 'numeric' }], at, locale);
}

export function isSameYear(at: number, now: number): boolean {
  return new Date(at).getFullYear() === new Date(now).getFullYear();
}

/** The whole moment, for the hover. */
export function fullTime(at: number, locale: Locale): string {
  return write(['full', { dateStyle: 'full', timeStyle: 'medium' }], at, locale);
}
