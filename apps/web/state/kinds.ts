import { useCallback } from 'react';
import { useClient } from './client';
import { useStore } from './use-store';

/** Whether what has members is called a channel or a group. */
export function useKindOf(): (conversationId: string) => 'group' | 'channel' {
  const channels = useStore(useClient().channels);
  return useCallback((conversationId) => (channels.has(conversationId) ? 'channel' : 'group'), [channels]);
}
