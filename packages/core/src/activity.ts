/** How busy something is: events a second, fading with time. */
export type Activity = { readonly perSecond: number; readonly at: number };

/** What happened longer ago than this counts for little. */
const FADE_MS = 10_000;

/** `count` events at `now`. A clock that goes back fades nothing. */
export function noteActivity(activity: Activity | null, count: number, now: number): Activity {
  const added = (count * 1_000) / FADE_MS;
  if (activity === null) return { perSecond: added, at: now };
  const passed = Math.max(0, now - activity.at);
  return { perSecond: activity.perSecond * Math.exp(-passed / FADE_MS) + added, at: Math.max(activity.at, now) };
}
