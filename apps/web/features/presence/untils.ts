const MINUTE_MS = 60_000;
const MORNING = 9;

export const UNTILS = ['half', 'hour', 'four', 'today', 'tomorrow'] as const;
export type Until = (typeof UNTILS)[number];
/** Of a status: `kept` is the end that it has, null is none. */
export type Ending = Until | 'kept' | null;

/** When a status is over: what I say in it may change without its end. */
export function endingAt(ending: Ending, kept: number | null, now: number): number | null {
  if (ending === 'kept') return kept;
  return ending === null ? null : untilAt(ending, now);
}

/** When that is over, in the time zone of the browser. By the calendar, not by hours: a day may have 23 or 25. */
export function untilAt(until: Until, now: number): number {
  const day = new Date(now);
  const [year, month, date] = [day.getFullYear(), day.getMonth(), day.getDate()];
  switch (until) {
    case 'half':
      return now + 30 * MINUTE_MS;
    case 'hour':
      return now + 60 * MINUTE_MS;
    case 'four':
      return now + 240 * MINUTE_MS;
    case 'today':
      return new Date(year, month, date + 1).getTime();
    case 'tomorrow':
      return new Date(year, month, date + 1, MORNING).getTime();
  }
}
