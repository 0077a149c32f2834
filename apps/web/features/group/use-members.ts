import { type Member, SystemContent } from '@parley/contract';
import type { ChatRow, ParleyClient } from '@parley/sdk';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { useClient } from '../../state/client';
import { shownError, type ShownError } from '../../state/use-error-text';
import { useStore } from '../../state/use-store';
import { byName, concerned, type Pages, READ_WHOLE, withAnswer, withPage } from './member-pages';

const FOUND = 50;
const DEBOUNCE_MS = 150;

type Found = { readonly query: string; readonly pages: Pages | null; readonly error: ShownError | null };
export type Members = {
  /** Those whom the query finds, or all as far as they were read; null: not read yet. */
  readonly members: readonly Member[] | null;
  /** What the members are the answer to. */
  readonly query: string;
  readonly error: ShownError | null;
  readonly retry: () => void;
  /** null: there are no more. */
  readonly more: (() => void) | null;
};

/** Who is in a group, owner and admins first; kept up with what happens in it, and read again after a time without it. */
export function useMembers({ conversationId, memberCount }: ChatRow, query: string): Members {
  const client = useClient();
  const { groups, connection } = client;
  const { synced } = useStore(connection);
  const [turn, setTurn] = useState(0);
  const [found, setFound] = useState<Found>({ query: '', pages: null, error: null });
  const reading = useRef(false);
  const isLarge = (memberCount ?? 0) > READ_WHOLE;
  const again = (): void => setTurn((before) => before + 1);
  const failed = (error: unknown): void => setFound((before) => ({ ...before, error: shownError(error) }));
  const change = (next: (pages: Pages) => Pages): void =>
    setFound((before) => (before.pages === null ? before : { ...before, error: null, pages: next(before.pages) }));
  const changed = useEffectEvent((whom: readonly string[] | null): void => {
    if (!isLarge || query !== '' || whom === null) return again();
    if (whom.length === 0) return;
    groups
      .membersById(conversationId, whom)
      .then((members) => change((pages) => withAnswer(pages, whom, members)), failed);
  });
  useEffect(
    () =>
      client.onMessage((message) => {
        const { data } = SystemContent.safeParse(message.content);
        if (message.conversationId === conversationId && data) changed(concerned(data.system, message.senderId));
      }),
    [client, conversationId],
  );
  const read = useEffectEvent((): Promise<Pages> => {
    if (query !== '') return groups.findMembers(conversationId, query, FOUND);
    return isLarge ? firstPage(client, conversationId) : everybody(client, conversationId);
  });
  useEffect(() => {
    let current = true;
    const ask = (): void => {
      read().then(
        (pages) => current && setFound({ query, pages, error: null }),
        (error: unknown) => current && failed(error),
      );
    };
    const timer = setTimeout(ask, query === '' ? 0 : DEBOUNCE_MS);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [client, conversationId, isLarge, query, synced, turn]);
  const next = found.query === '' ? (found.pages?.next ?? null) : null;
  const more = (): void => {
    if (next === null || reading.current) return;
    reading.current = true;
    groups
      .members(conversationId, next)
      .then((page) => change((pages) => (pages.next === next ? withPage(pages, page) : pages)), failed)
      .finally(() => (reading.current = false));
  };
  return {
    members: found.pages?.members ?? null,
    query: found.query,
    error: found.error,
    retry: found.pages !== null && next !== null ? more : again,
    more: next === null ? null : more,
  };
}

async function firstPage(client: ParleyClient, conversationId: string): Promise<Pages> {
  const page = await client.groups.members(conversationId);
  let admins: Pages = { members: [], next: null };
  do admins = withPage(admins, await client.groups.admins(conversationId, admins.next ?? undefined));
  while (admins.next !== null);
  return withPage(admins, page);
}

/** All of a group that is not large. */
export async function everybody(client: ParleyClient, conversationId: string): Promise<Pages> {
  const members: Member[] = [];
  for (let after: string | null | undefined; after !== null;) {
    const page = await client.groups.members(conversationId, after);
    members.push(...page.members);
    after = page.next;
  }
  return { members: byName(members), next: null };
}
