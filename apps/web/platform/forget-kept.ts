export const DECIDED_KEY = 'parley.decided';
/** Another one when `ChatRow` is: what another build has kept is not drawn then. */
export const LIST_KEY = 'parley.list.1';

/** What this browser has told of, and what not (decided-here.ts), and its list (remembered-list.ts) are of a person: gone with the sign-out. */
export function forgetKept(): void {
  try {
    for (const key of [DECIDED_KEY, LIST_KEY]) localStorage.removeItem(key);
  } catch {
    // Storage may be forbidden: then nothing was kept.
  }
}
