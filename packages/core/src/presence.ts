import { type Network, LIMITS } from '@parley/contract';

/**
 * One connection of one of a user's devices; when it was lost, null while it lives. `activeAt`: when somebody last did something
 * at the device; null: it doesn't tell, and counts as used for as long as it is connected.
 */
export type ConnectionSpan = { readonly lostAt: number | null; readonly activeAt: number | null };

/** A lost connection counts as online for this long: a reload or a short hole in the network must not flap. */
export const PRESENCE_GRACE_MS = 8_000;
/** Who did nothing at any device for so long is away from all of them. */
export const AWAY_AFTER_MS = 10 * 60_000;
/** A client asks again so often about whom it shows, and is told of them in between; who stops asking is told no more. */
export const PRESENCE_POLL_MS = 30_000;
export const PRESENCE_LOOK_MS = 2 * PRESENCE_POLL_MS;
/** In a group with more members nobody is shown who is there. */
export const PRESENCE_MEMBERS = 200;
/** A typing signal fades after this long. */
export const TYPING_FADE_MS = 6_000;
/** While somebody types, one signal per this long is enough. */
export const TYPING_EVERY_MS = 3_000;

export type PresenceState = { readonly online: boolean; readonly away: boolean; readonly lastSeenAt: number | null };

/**
 * Presence of a user: online while any device is, or was a moment ago; away while all of them are idle. Last seen is told only of
 * who is not online.
 */
export function presenceOf(connections: readonly ConnectionSpan[], now: number): PresenceState {
  const here = connections.filter(({ lostAt }) => lostAt === null || now - lostAt < PRESENCE_GRACE_MS);
  if (here.length > 0) return { online: true, away: here.every((span) => isIdle(span, now)), lastSeenAt: null };
  const lastSeenAt = connections.reduce<number | null>((last, { lostAt }) => Math.max(last ?? 0, lostAt ?? 0), null);
  return { online: false, away: false, lastSeenAt };
}

/** Whether nobody has done anything there for long enough. */
export function isIdle({ activeAt }: Pick<ConnectionSpan, 'activeAt'>, now: number): boolean {
  return activeAt !== null && now - activeAt >= AWAY_AFTER_MS;
}

const HEARTBEAT_MS: Readonly<Record<Network, number>> = { wifi: 60_000, mobile: 30_000, weak: 15_000 };
/** Heartbeats that may fail to come before a connection counts as gone. */
export const HEARTBEAT_MISSES = 3;
/** A client sends them up to a tenth later than it is told, and they travel. */
const HEARTBEAT_SLACK = 1.15;

/** How often a device on such a network says that it is there; null: it doesn't say what it is on. */
export function heartbeatMsOn(network: Network | null): number {
  return network === null ? LIMITS.heartbeatMs : HEARTBEAT_MS[network];
}

/** Whether a device that said what it is on was silent for too long. Of one that never did, nothing is expected. */
export function isSilent(heard: { at: number; network: Network | null }, now: number): boolean {
  if (heard.network === null) return false;
  return now - heard.at > HEARTBEAT_MISSES * HEARTBEAT_SLACK * heartbeatMsOn(heard.network);
}
