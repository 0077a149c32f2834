const FIRST_MS = 200;
const LONGEST_MS = 10_000;

/** A part that ran this long is taken as healthy: its next death starts from the shortest wait again. */
export const STEADY_MS = 30_000;

/** How long to wait before the next start, after so many deaths in a row. */
export function restartDelay(deaths: number): number {
  return Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.max(0, deaths - 1));
}

/** The count of deaths in a row, after one more of a process that ran for `ranMs`. */
export function countDeath(deaths: number, ranMs: number): number {
  return ranMs >= STEADY_MS ? 1 : deaths + 1;
}
