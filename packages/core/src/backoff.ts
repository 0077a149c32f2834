/** Randomness comes in as a number in [0, 1). */
export type BackoffOptions = { readonly baseMs: number; readonly capMs: number };

/**
 * The cap is what a long outage adds to its own length: with connecting and syncing behind it, every device is back within
 * 30 s of the end. Ten thousand spread over 15 s are what one gateway admits.
 */
const DEFAULTS: BackoffOptions = { baseMs: 500, capMs: 15_000 };

/**
 * Exponential backoff with full jitter: anywhere between 0 and the doubled bound, so that ten thousand devices that lost
 * the same gateway don't come back in step. The first attempt is number 0.
 */
export function backoffMs(attempt: number, random: number, options: BackoffOptions = DEFAULTS): number {
  const bound = Math.min(options.capMs, options.baseMs * 2 ** Math.min(Math.max(attempt, 0), 30));
  return Math.floor(random * bound);
}

/** A wait that a server asked for, and a little more: whoever was told the same must not come at once. */
export function retryDelayMs(hintMs: number | null, attempt: number, random: number): number {
  const own = backoffMs(attempt, random);
  return hintMs === null ? own : hintMs + Math.min(own, Math.max(hintMs, DEFAULTS.baseMs));
}

/** What a gateway and a database take in beside their work: coming back costs as much as a few sends. */
const MOVES_PER_SECOND = 200;
const SHORTEST_DRAIN_MS = 1_000;

/** The window in which a gateway lets its devices go: as long as so many need, and no longer than it may take. */
export function drainWindowMs(connections: number, mostMs: number): number {
  return Math.min(mostMs, Math.max(SHORTEST_DRAIN_MS, Math.ceil((connections / MOVES_PER_SECOND) * 1_000)));
}

/** The moment of the reconnect within the window that a draining gateway gave. */
export function drainDelayMs(withinMs: number, random: number): number {
  return Math.floor(Math.max(withinMs, 0) * random);
}

/** A period spread by ± ratio. */
export function jitteredMs(periodMs: number, ratio: number, random: number): number {
  return Math.round(periodMs * (1 + ratio * (2 * random - 1)));
}
