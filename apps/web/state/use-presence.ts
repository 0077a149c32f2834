import type { Presence } from '@parley/contract';
import { useEffect } from 'react';
import { useClient } from './client';

/** These people are on the screen: who is there is asked for as they come there, and told of in between. */
export function useLookAt(userIds: readonly string[]): void {
  const client = useClient();
  const key = [...new Set(userIds)].toSorted().join();
  useEffect(() => (key === '' ? undefined : client.lookAt(key.split(','))), [client, key]);
}

/** What the dot says: the strongest of what holds. null: there is none to draw. */
export type Mark = 'online' | 'away' | 'dnd';

export function markOf(presence: Pick<Presence, 'online' | 'away' | 'dnd'> | undefined): Mark | null {
  if (presence?.online !== true) return null;
  if (presence.dnd === true) return 'dnd';
  return presence.away === true ? 'away' : 'online';
}
