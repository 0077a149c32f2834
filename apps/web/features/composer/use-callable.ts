import type { Member } from '@parley/contract';
import { mayMentionAll, roleOf } from '@parley/core';
import { useTranslations } from 'next-intl';
import { useEffect, useMemo, useState } from 'react';
import { useClient, useMe } from '../../state/client';
import { READ_WHOLE } from '../group/member-pages';
import { useThreadHere } from '../threads/in-thread';
import { everybody } from '../group/use-members';
import { callables, type Callable, type MentionOption, type Named } from './mention-options';
import type { SteadyChat } from '../../state/steady-chat';

/** Of a large group, whose members are looked for as one types. */
const FOUND = 20;
const DEBOUNCE_MS = 150;

export type CallablePeople = {
  readonly people: readonly Callable[];
  /** null: I may not call all. */
  readonly all: MentionOption | null;
};

/** Whom I may call here: the members without me, as far as they are known, and all of them; of two the other one. `query` is null while nobody is called. */
export function useCallable(row: SteadyChat, query: string | null, wanted: boolean): CallablePeople {
  const { profile, role, memberCount } = row;
  const t = useTranslations('mention');
  const me = useMe();
  const isLarge = (memberCount ?? 0) > READ_WHOLE;
  const isDirect = row.kind === 'direct';
  const other = useMemo(
    (): readonly Named[] => (row.peer === null ? [] : [{ user: row.peer, nickname: null }]),
    [row.peer],
  );
  const whole = useWhole(row, wanted && !isLarge && !isDirect);
  const found = useFound(row, isLarge ? query : null);
  const members = isDirect ? other : isLarge ? found : whole;
  const people = useMemo(
    () => callables(members.filter(({ user }) => user.userId !== me.userId)),
    [members, me.userId],
  );
  const note = useThreadHere() === null ? t('allNote') : t('allInThread');
  const mayAll = mayMentionAll({ role: roleOf(role ?? ''), rules: profile });
  const all = useMemo(
    (): MentionOption | null => (mayAll ? { type: 'all', name: t('all'), shown: t('all'), note } : null),
    [mayAll, note, t],
  );
  return { people, all };
}

const NOBODY: readonly Member[] = [];

/** Read when it is first needed, and again when people come or go. */
function useWhole({ conversationId, memberCount }: SteadyChat, wanted: boolean): readonly Member[] {
  const client = useClient();
  const [members, setMembers] = useState(NOBODY);
  useEffect(() => {
    if (!wanted) return;
    let current = true;
    everybody(client, conversationId).then(
      ({ members: read }) => current && setMembers(read),
      // Offline: what is typed stays text, and those picked before can still be called.
      () => undefined,
    );
    return () => {
      current = false;
    };
  }, [client, conversationId, wanted, memberCount]);
  return members;
}

/** All who were found since this opened: a text may call them by name. */
function useFound({ conversationId }: SteadyChat, query: string | null): readonly Member[] {
  const { groups } = useClient();
  const [found, setFound] = useState<ReadonlyMap<string, Member>>(new Map());
  useEffect(() => {
    if (query === null) return;
    let current = true;
    const ask = (): void => {
      groups.findMembers(conversationId, query, FOUND).then(
        ({ members }) =>
          current &&
          setFound((before) => new Map([...before, ...members.map((one) => [one.user.userId, one] as const)])),
        () => undefined,
      );
    };
    const timer = setTimeout(ask, query === '' ? 0 : DEBOUNCE_MS);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [groups, conversationId, query]);
  return useMemo(() => [...found.values()], [found]);
}
