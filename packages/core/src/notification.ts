import type { NotificationSettings, NotificationSettingsInput } from '@parley/contract';
import { nextVersion } from './version.js';

/** Of somebody who has set nothing. */
export const DEFAULT_NOTIFICATIONS: NotificationSettings = {
  version: 0,
  quietHours: { on: false, from: 22 * 60, to: 7 * 60, timeZone: 'UTC' },
  pausedUntil: null,
  keywords: [],
  preview: 'full',
};

/** What is to be stored: each keyword once, a pause that is over none. */
export function planNotifications(
  before: NotificationSettings,
  given: NotificationSettingsInput,
  at: { now: number; version: number },
): NotificationSettings {
  const { quietHours, pausedUntil, preview } = given;
  const words = new Map(given.keywords.map((word) => [folded(word), word]));
  return {
    version: nextVersion(before, at.version),
    quietHours,
    pausedUntil: pausedUntil !== null && pausedUntil > at.now ? pausedUntil : null,
    keywords: [...words.values()],
    preview,
  };
}

type Quiet = Pick<NotificationSettings, 'quietHours' | 'pausedUntil'>;

/** Whether somebody wants to be left alone now. */
export function isQuiet({ quietHours, pausedUntil }: Quiet, now: number): boolean {
  if (pausedUntil !== null && now < pausedUntil) return true;
  const { on, from, to, timeZone } = quietHours;
  if (!on || from === to) return false;
  const minute = minuteOfDay(now, timeZone);
  // Past midnight they end on the day after.
  return from < to ? from <= minute && minute < to : minute >= from || minute < to;
}

const clocks = new Map<string, Intl.DateTimeFormat>();
const MAX_CLOCKS = 600;

/** By the wall clock there, summer time and all. */
function minuteOfDay(now: number, timeZone: string): number {
  const parts = clockOf(timeZone).formatToParts(now);
  const part = (type: string): number => Number(parts.find((one) => one.type === type)?.value ?? 0);
  return part('hour') * 60 + part('minute');
}

function clockOf(timeZone: string): Intl.DateTimeFormat {
  let clock = clocks.get(timeZone);
  if (clock !== undefined) return clock;
  clock = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  if (clocks.size >= MAX_CLOCKS) clocks.clear();
  clocks.set(timeZone, clock);
  return clock;
}

/** Whether a text holds one of the words, however it is written: full width or half, large or small. */
export function holdsKeyword(text: string, keywords: readonly string[]): boolean {
  if (keywords.length === 0) return false;
  const said = folded(text);
  return keywords.some((word) => stands(said, folded(word)));
}

function folded(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}

/** A word of letters that are set apart by spaces stands alone: `art` is not in `start`. Others stand anywhere, as in Chinese. */
function stands(said: string, word: string): boolean {
  if (word === '') return false;
  for (let at = said.indexOf(word); at !== -1; at = said.indexOf(word, at + 1)) {
    const before = lastOf(said.slice(0, at));
    const after = firstOf(said.slice(at + word.length));
    if (!joins(before, firstOf(word)) && !joins(lastOf(word), after)) return true;
  }
  return false;
}

const SPACED = /^[\p{L}\p{N}_]$/u;
const UNSPACED =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]$/u;

function joins(left: string, right: string): boolean {
  return [left, right].every((one) => SPACED.test(one) && !UNSPACED.test(one));
}

function firstOf(text: string): string {
  return String.fromCodePoint(text.codePointAt(0) ?? 32);
}

function lastOf(text: string): string {
  return [...text.slice(-2)].at(-1) ?? ' ';
}
