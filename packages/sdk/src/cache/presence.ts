import type { Presence } from '@parley/contract';

export type PresenceMap = ReadonlyMap<string, Presence>;

/** The newest word about each person; hints, so the last one told wins. */
export function presenceOnTold(state: PresenceMap, told: readonly Presence[]): PresenceMap {
  const fresh = told.filter((presence) => !isSame(state.get(presence.userId), presence));
  if (fresh.length === 0) return state;
  return new Map([...state, ...fresh.map((presence) => [presence.userId, presence] as const)]);
}

function isSame(old: Presence | undefined, now: Presence): boolean {
  if (old === undefined || old.online !== now.online || old.lastSeenAt !== now.lastSeenAt) return false;
  if (old.away !== now.away || old.dnd !== now.dnd) return false;
  const [one, other] = [old.status ?? null, now.status ?? null];
  return one?.emoji === other?.emoji && one?.text === other?.text && one?.until === other?.until;
}
