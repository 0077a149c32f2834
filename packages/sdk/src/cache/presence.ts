import type { Presence } from '@parley/contract';

export type PresenceMap = ReadonlyMap<string, Presence>;

/** The newest word about each person; hints, so the last one told wins. */
export function presenceOnTold(state: PresenceMap, told: readonly Presence[]): PresenceMap {
  const fresh = told.filter((presence) => {
    const old = state.get(presence.userId);
    return old?.online !== presence.online || old.lastSeenAt !== presence.lastSeenAt;
  });
  if (fresh.length === 0) return state;
  return new Map([...state, ...fresh.map((presence) => [presence.userId, presence] as const)]);
}
