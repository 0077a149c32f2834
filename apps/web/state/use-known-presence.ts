import { useEffect } from 'react';
import { useClient } from './client';
import { useStore } from './use-store';

/** Asks who of the people in the chat list is there, whenever there is somebody of whom nothing is known yet. */
export function useKnownPresence(): void {
  const client = useClient();
  const { items } = useStore(client.chatList);
  const { state } = useStore(client.connection);
  const presence = useStore(client.presence);
  const unknown = items.flatMap((row) => (row.peer && !presence.has(row.peer.userId) ? [row.peer.userId] : [])).join();
  useEffect(() => {
    // What can't be answered now is asked again after the next connection.
    if (state === 'online' && unknown !== '') client.askPresence(unknown.split(',')).catch(() => {});
  }, [client, state, unknown]);
}
