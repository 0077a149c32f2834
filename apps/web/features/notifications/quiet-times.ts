/** 22:00 for 1320, as a field of the browser wants it. */
export function fromMinutes(minutes: number): string {
  return [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, '0')).join(':');
}

/** null: the field holds no time. */
export function toMinutes(field: string): number | null {
  const [, hours, minutes] = /^([01]\d|2[0-3]):([0-5]\d)/.exec(field) ?? [];
  return hours === undefined ? null : Number(hours) * 60 + Number(minutes);
}

/** Every place that this browser knows the time of, with the one that is set. */
export function zones(current: string): string[] {
  return [...new Set([...Intl.supportedValuesOf('timeZone'), 'UTC', current])].sort();
}
