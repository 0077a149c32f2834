export const DECIDED_KEY = 'parley.decided';

/** What this browser has told of, and what not (decided-here.ts), is of a person: gone with the sign-out. */
export function forgetDecided(): void {
  try {
    localStorage.removeItem(DECIDED_KEY);
  } catch {
    // Storage may be forbidden: then nothing was kept.
  }
}
