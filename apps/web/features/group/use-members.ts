import type { Member } from '@parley/contract';
import { useEffect, useState } from 'react';
import { useClient } from '../../state/client';
import { shownError, type ShownError } from '../../state/use-error-text';

export type Members = { readonly members: readonly Member[] | null; readonly error: ShownError | null };

const ORDER: Record<string, number> = { owner: 0, admin: 1 };

/** Everybody in a group, owner and admins first; read again whenever the group has changed (`rev`). */
export function useMembers(conversationId: string, rev: number): Members {
  const client = useClient();
  const [found, setFound] = useState<Members>({ members: null, error: null });
  useEffect(() => {
    let current = true;
    const read = async (): Promise<void> => {
      const members: Member[] = [];
      let after: string | undefined;
      do {
        const page = await client.members(conversationId, after);
        members.push(...page.members);
        after = page.next ?? undefined;
      } while (after !== undefined);
      members.sort((a, b) => (ORDER[a.role] ?? 2) - (ORDER[b.role] ?? 2) || a.user.name.localeCompare(b.user.name));
      if (current) setFound({ members, error: null });
    };
    read().catch((error: unknown) => {
      if (current) setFound(({ members }) => ({ members, error: shownError(error) }));
    });
    return () => {
      current = false;
    };
  }, [client, conversationId, rev]);
  return found;
}
