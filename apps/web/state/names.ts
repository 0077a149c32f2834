import type { ChatRow, NicknameMap, Store } from '@parley/sdk';
import { useTranslations } from 'next-intl';
import { useCallback } from 'react';
import { useClient, useMe } from './client';
import { useStore } from './use-store';

/** Somebody's name; null until it is known. Whoever is asked for and is nobody has a word instead. */
export function useNameOf(): (userId: string) => string | null {
  const t = useTranslations('group');
  const me = useMe();
  const client = useClient();
  const people = useStore(client.people);
  const peers = useStore(client.peerNames);
  return useCallback(
    (userId) => {
      if (userId === me.userId) return me.name;
      const person = people.get(userId);
      return peers.get(userId) ?? (person === null ? t('somebody') : (person?.name ?? null));
    },
    [me, people, peers, t],
  );
}

/** Somebody's name in a sentence that can wait for nobody. */
export function useSpokenNameOf(): (userId: string) => string {
  const t = useTranslations('group');
  const nameOf = useNameOf();
  return useCallback((userId) => nameOf(userId) ?? t('somebody'), [nameOf, t]);
}

const NO_NICKNAMES: NicknameMap = new Map();
const none: Store<NicknameMap> = { subscribe: () => () => {}, getSnapshot: () => NO_NICKNAMES };

/** What somebody is called in a group, where they may have another name; null: in none. */
export function useGroupNameOf(groupId: string | null): (userId: string) => string | null {
  const client = useClient();
  const nameOf = useNameOf();
  const nicknames = useStore(groupId === null ? none : client.nicknames(groupId));
  return useCallback((userId) => nicknames.get(userId) ?? nameOf(userId), [nicknames, nameOf]);
}

/** What a chat is called; the one with myself is for notes. */
export function useChatName(): (row: Pick<ChatRow, 'peer' | 'name'>) => string {
  const t = useTranslations('chats');
  const me = useMe();
  return useCallback(
    ({ peer, name }) => (peer?.userId === me.userId ? t('notes') : (peer?.name ?? name ?? t('unnamed'))),
    [me.userId, t],
  );
}
