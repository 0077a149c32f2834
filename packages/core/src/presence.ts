/** One connection of one of a user's devices. */
export type ConnectionSpan = {
  readonly connectedAt: number;
  /** When it was lost; null while it lives. */
  readonly lostAt: number | null;
};

/** A lost connection counts as online for this long: a reconnect must not flap. */
export const PRESENCE_GRACE_MS = 15_000;
/** A typing signal fades after this long. */
export const TYPING_FADE_MS = 6_000;
/** While somebody types, one signal per this long is enough. */
export const TYPING_EVERY_MS = 3_000;

export type PresenceState = { readonly online: boolean; readonly lastSeenAt: number | null };

/** Presence of a user: online while any device is, or was a moment ago. Last seen is told only of who is away. */
export function presenceOf(
  connections: readonly ConnectionSpan[],
  now: number,
  graceMs: number = PRESENCE_GRACE_MS,
): PresenceState {
  let lastSeenAt: number | null = null;
  for (const { lostAt } of connections) {
    if (lostAt === null || now - lostAt < graceMs) return { online: true, lastSeenAt: null };
    lastSeenAt = Math.max(lastSeenAt ?? 0, lostAt);
  }
  return { online: false, lastSeenAt };
}

/** When the presence has to be looked at again because a grace period ends; null when nothing is due. */
export function presenceDueAt(
  connections: readonly ConnectionSpan[],
  now: number,
  graceMs: number = PRESENCE_GRACE_MS,
): number | null {
  if (connections.some((connection) => connection.lostAt === null)) return null;
  const ends = connections.map(({ lostAt }) => (lostAt ?? 0) + graceMs).filter((end) => end > now);
  return ends.length === 0 ? null : Math.max(...ends);
}
