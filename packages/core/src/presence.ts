/** One connection of one of a user's devices; when it was lost, null while it lives. */
export type ConnectionSpan = { readonly lostAt: number | null };

/** A lost connection counts as online for this long: a reload or a short hole in the network must not flap. */
export const PRESENCE_GRACE_MS = 8_000;
/** A typing signal fades after this long. */
export const TYPING_FADE_MS = 6_000;
/** While somebody types, one signal per this long is enough. */
export const TYPING_EVERY_MS = 3_000;

export type PresenceState = { readonly online: boolean; readonly lastSeenAt: number | null };

/** Presence of a user: online while any device is, or was a moment ago. Last seen is told only of who is away. */
export function presenceOf(connections: readonly ConnectionSpan[], now: number): PresenceState {
  let lastSeenAt: number | null = null;
  for (const { lostAt } of connections) {
    if (lostAt === null || now - lostAt < PRESENCE_GRACE_MS) return { online: true, lastSeenAt: null };
    lastSeenAt = Math.max(lastSeenAt ?? 0, lostAt);
  }
  return { online: false, lastSeenAt };
}
