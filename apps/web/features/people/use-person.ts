import { Id, type UserSummary } from '@parley/contract';
import { useState } from 'react';
import { useClient, useMe } from '../../state/client';
import type { ShownError } from '../../state/use-error-text';
import { useLoaded } from '../../state/use-loaded';
import { useStore } from '../../state/use-store';

export type Person = {
  /** undefined: not known yet; null: nobody is that. */
  readonly user: UserSummary | null | undefined;
  readonly failure: ShownError | null;
  readonly retry: () => void;
};

/** Somebody as they are now; until the server has said, and offline, as they are known here. */
export function usePerson(userId: string): Person {
  const client = useClient();
  const me = useMe();
  const [attempt, setAttempt] = useState(0);
  const known = useStore(client.people).get(userId);
  const { items, hidden } = useStore(client.chatList);
  const isId = Id.safeParse(userId).success;
  const asked = useLoaded(`${userId} ${attempt}`, async () =>
    isId ? (await client.rest.call('usersById', { body: { userIds: [userId] } })).users : [],
  );
  const retry = (): void => setAttempt(attempt + 1);
  if (asked !== null && 'value' in asked) return { user: asked.value[0] ?? null, failure: null, retry };
  const peer = [...items, ...hidden].find((row) => row.peer?.userId === userId)?.peer;
  const user = userId === me.userId ? { ...me, active: true } : (peer ?? known);
  return { user, failure: user == null ? (asked?.failure ?? null) : null, retry };
}
