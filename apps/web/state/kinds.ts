import type { ChatRow } from '@parley/sdk';
import { useCallback } from 'react';
import { useClient } from './client';
import { useStore } from './use-store';

let channels: { readonly of: readonly ChatRow[]; readonly ids: ReadonlySet<string> } = { of: [], ids: new Set() };

/** Channels among my chats; made once for a list. */
function channelsOf(items: readonly ChatRow[]): ReadonlySet<string> {
  if (channels.of !== items) {
    const ids = items.flatMap(({ kind, conversationId }) => (kind === 'channel' ? [conversationId] : []));
    channels = { of: items, ids: new Set(ids) };
  }
  return channels.ids;
}

/** Whether what has members is called a channel or a group. */
export function useKindOf(): (conversationId: string) => 'group' | 'channel' {
  const client = useClient();
  const ids = channelsOf(useStore(client.chatList).items);
  return useCallback((conversationId) => (ids.has(conversationId) ? 'channel' : 'group'), [ids]);
}
