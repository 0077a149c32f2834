import { useEffect, useState } from 'react';
import { useClient } from '../../state/client';

/** Who of these people is in a group already; null: there is no group yet. Those who were asked for once are not again. */
export function useThere(conversationId: string | null, userIds: readonly string[]): ReadonlySet<string> {
  const { groups } = useClient();
  const [known, setKnown] = useState<ReadonlyMap<string, boolean>>(new Map());
  const unknown = conversationId === null ? '' : userIds.filter((userId) => !known.has(userId)).join(' ');
  useEffect(() => {
    if (conversationId === null || unknown === '') return;
    let current = true;
    const asked = unknown.split(' ');
    groups.membersById(conversationId, asked).then(
      (members) => {
        const there = new Set(members.map(({ user }) => user.userId));
        if (current)
          setKnown((before) => new Map([...before, ...asked.map((userId) => [userId, there.has(userId)] as const)]));
      },
      // Adding somebody who is there changes nothing.
      () => undefined,
    );
    return () => {
      current = false;
    };
  }, [groups, conversationId, unknown]);
  return new Set(userIds.filter((userId) => known.get(userId) === true));
}
