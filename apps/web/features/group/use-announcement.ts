import type { RestOutput } from '@parley/contract';
import { useEffect, useState } from 'react';
import { useClient } from '../../state/client';
import { useStore } from '../../state/use-store';

export type Announced = RestOutput<'announcement'>['announcement'];

/** What everybody in a group should know; read again when somebody says something new, and after a time without a connection. */
export function useAnnouncement(conversationId: string): Announced {
  const client = useClient();
  const { synced } = useStore(client.connection);
  const [turn, setTurn] = useState(0);
  const [announced, setAnnounced] = useState<Announced>(null);
  useEffect(
    () =>
      client.onMessage(({ conversationId: where, content }) => {
        const system = content['system'];
        const isNews =
          typeof system === 'object' && system !== null && 'event' in system && system.event === 'announcement';
        if (where === conversationId && isNews) setTurn((before) => before + 1);
      }),
    [client, conversationId],
  );
  useEffect(() => {
    let current = true;
    client.groups.announcement(conversationId).then(
      (found) => {
        if (current) setAnnounced(found);
      },
      // Nothing is shown then; it is asked for again with the next connection.
      () => undefined,
    );
    return () => {
      current = false;
    };
  }, [client, conversationId, synced, turn]);
  return announced;
}
