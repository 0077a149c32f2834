import type { ChatRow } from '@parley/sdk';
import { useTranslations } from 'next-intl';
import { useCallback } from 'react';
import { useClient, useMe } from './client';
import { useStore } from './use-store';

/** Somebody's name; null until it is known. Whoever is asked for and is nobody has a word instead. */
export function useNameOf(): (userId: string) => string | null {
  const t = useTranslations('group');
  const me = useMe();
  const people = useStore(useClient().people);
  return useCallback(
    (userId) => {
      if (userId === me.userId) return me.name;
      const person = people.get(userId);
      return person === null ? t('somebody') : (person?.name ?? null);
    },
    [me, people, t],
  );
}

/** What a chat is called. */
export function useChatName(): (row: Pick<ChatRow, 'peer' | 'name'>) => string {
  const t = useTranslations('chats');
  return useCallback((row) => row.peer?.name ?? row.name ?? t('unnamed'), [t]);
}
