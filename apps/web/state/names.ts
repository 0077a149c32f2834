import type { ChatRow } from '@parley/sdk';
import { useTranslations } from 'next-intl';
import { useCallback } from 'react';
import { useClient, useMe } from './client';
import { useStore } from './use-store';

/** Somebody's name, as far as it is known; the same line stands there before and after. */
export function useNameOf(): (userId: string) => string {
  const t = useTranslations('group');
  const me = useMe();
  const people = useStore(useClient().people);
  return useCallback(
    (userId) => (userId === me.userId ? me.name : (people.get(userId)?.name ?? t('somebody'))),
    [me, people, t],
  );
}

/** What a chat is called. */
export function useChatName(): (row: Pick<ChatRow, 'peer' | 'name'>) => string {
  const t = useTranslations('chats');
  return useCallback((row) => row.peer?.name ?? row.name ?? t('unnamed'), [t]);
}
