/** Days that one may want to go to, in the time zone of the browser. */
export const DAYS = ['yesterday', 'week', 'month'] as const;
export type DayChoice = (typeof DAYS)[number];

/** The midnight that a choice means. */
export function dayOfChoice(choice: DayChoice, now: number): number {
  const day = new Date(now);
  day.setHours(0, 0, 0, 0);
  if (choice === 'yesterday') day.setDate(day.getDate() - 1);
  else if (choice === 'week') day.setDate(day.getDate() - 7);
  else {
    const wanted = day.getDate();
    day.setMonth(day.getMonth() - 1);
    // The month before may be shorter: its last day then.
    if (day.getDate() !== wanted) day.setDate(0);
  }
  return day.getTime();
}

/** As a date field writes a day. */
export function toDateField(at: number): string {
  const day = new Date(at);
  const part = (value: number, digits = 2): string => String(value).padStart(digits, '0');
  return `${part(day.getFullYear(), 4)}-${part(day.getMonth() + 1)}-${part(day.getDate())}`;
}

/** The midnight that a date field names; null: it names none. */
export function fromDateField(value: string): number | null {
  const at = /^\d{4}-\d\d-\d\d$/.test(value) ? new Date(`${value}T00:00`).getTime() : Number.NaN;
  return Number.isNaN(at) ? null : at;
}
