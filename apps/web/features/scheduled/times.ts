const HOUR_MS = 3_600_000;
const MORNING = 9;
const MONDAY = 1;

export type TimeChoice = { readonly key: 'hour' | 'tomorrow' | 'monday'; readonly at: number };

/** The times that are offered, in the time zone of the browser. Next Monday is left out where it is tomorrow. */
export function timeChoices(now: number): TimeChoice[] {
  const tomorrow = morningIn(1, now);
  const monday = morningIn(((MONDAY - new Date(now).getDay() + 6) % 7) + 1, now);
  const all: TimeChoice[] = [
    { key: 'hour', at: toMinute(now + HOUR_MS) },
    { key: 'tomorrow', at: tomorrow },
    { key: 'monday', at: monday },
  ];
  return all.filter(({ key, at }) => key !== 'monday' || at !== tomorrow);
}

function morningIn(days: number, now: number): number {
  const day = new Date(now);
  // By the calendar, not by hours: a day may have 23 or 25.
  return new Date(day.getFullYear(), day.getMonth(), day.getDate() + days, MORNING).getTime();
}

function toMinute(at: number): number {
  return Math.ceil(at / 60_000) * 60_000;
}

/** As a field of type datetime-local has it. */
export function toField(at: number): string {
  const date = new Date(at);
  const two = (part: number): string => String(part).padStart(2, '0');
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** null: nothing that is a time. */
export function fromField(value: string): number | null {
  const at = new Date(value).getTime();
  return Number.isNaN(at) ? null : at;
}
