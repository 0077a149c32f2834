import type { Member } from '@parley/contract';
import type { ParleyClient } from '@parley/sdk';
import { useEffect, useState } from 'react';
import { useClient } from '../../state/client';
import { shownError, type ShownError } from '../../state/use-error-text';
import { useStore } from '../../state/use-store';

type Found = { readonly members: readonly Member[] | null; readonly error: ShownError | null };
export type Members = Found & { readonly retry: () => void };

const ORDER: Readonly<Record<string, number>> = { owner: 0, admin: 1 };

/** Everybody in a group, owner and admins first; read again when the group changes, and after a time without it. */
export function useMembers(conversationId: string): Members {
  const client = useClient();
  const { synced } = useStore(client.connection);
  const [turn, setTurn] = useState(0);
  const [found, setFound] = useState<Found>({ members: null, error: null });
  const again = (): void => setTurn((before) => before + 1);
  useEffect(
    () =>
      client.onMessage((message) => {
        if (message.conversationId === conversationId && message.content.type === 'system') again();
      }),
    [client, conversationId],
  );
  useEffect(() => {
    let current = true;
    const answer = (next: Partial<Found>): void => {
      if (current) setFound((before) => ({ ...before, error: null, ...next }));
    };
    everybody(client, conversationId).then(
      (members) => answer({ members }),
      (error: unknown) => answer({ error: shownError(error) }),
    );
    return () => {
      current = false;
    };
  }, [client, conversationId, synced, turn]);
  return { ...found, retry: again };
}

/** Everybody in a group, page by page. */
export async function everybody(client: ParleyClient, conversationId: string): Promise<Member[]> {
  const members: Member[] = [];
  for (let after: string | null | undefined; after !== null;) {
    const page = await client.groups.members(conversationId, after);
    members.push(...page.members);
    after = page.next;
  }
  return members.sort((a, b) => (ORDER[a.role] ?? 2) - (ORDER[b.role] ?? 2) || a.user.name.localeCompare(b.user.name));
}
