import type { UserSummary } from '@parley/contract';
import { useTranslations } from 'next-intl';
import { useEffect, useEffectEvent, useState, type KeyboardEvent } from 'react';
import { useClient, useMe } from '../../state/client';
import { shownError, type ShownError } from '../../state/use-error-text';
import { usePeople, type People } from './use-people';

export type Finder = {
  readonly query: string;
  readonly people: People;
  /** Whom one can write to; I am there for notes. */
  readonly users: readonly UserSummary[] | null;
  readonly active: number;
  readonly failure: ShownError | null;
  readonly type: (query: string) => void;
  readonly move: (index: number) => void;
  readonly retry: () => void;
  readonly openWith: (user: UserSummary) => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
};

export function useFinder(onOpened: (conversationId: string) => void): Finder {
  const client = useClient();
  const me = useMe();
  const [query, setQuery] = useState('');
  const [attempt, setAttempt] = useState(0);
  const [active, setActive] = useState(0);
  const [failure, setFailure] = useState<ShownError | null>(null);
  /** Enter was pressed before the answer to what was typed had come. */
  const [hasty, setHasty] = useState(false);
  const people = usePeople(query.trim(), attempt);
  const notes = useNotes(people);
  const users = people.users === null ? null : [...notes, ...people.users.filter(({ userId }) => userId !== me.userId)];
  // What is listed may still answer an older question: nobody is opened from that.
  const fresh = people.query === query.trim() && !people.error;

  const type = (next: string): void => {
    setQuery(next);
    setActive(0);
    setFailure(null);
    setHasty(false);
  };
  const retry = (): void => {
    setFailure(null);
    setAttempt(attempt + 1);
  };
  const openWith = (user: UserSummary): void => {
    client.openDirect(user.userId).then(
      (item) => onOpened(item.conversationId),
      (error: unknown) => setFailure(shownError(error)),
    );
  };
  const enter = useEffectEvent((): void => {
    const chosen = users?.[active];
    if (fresh && chosen) openWith(chosen);
  });
  useEffect(() => {
    if (hasty && fresh) enter();
  }, [hasty, fresh]);
  const onKeyDown = (event: KeyboardEvent): void => {
    const chosen = users?.[active];
    const count = fresh ? (users?.length ?? 0) : 0;
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'ArrowDown' && count > 0) setActive((active + 1) % count);
    else if (event.key === 'ArrowUp' && count > 0) setActive((active + count - 1) % count);
    else if (event.key === 'Enter' && !fresh) setHasty(true);
    else if (event.key === 'Enter' && chosen) openWith(chosen);
    else return;
    event.preventDefault();
  };
  return { query, people, users, active, failure, type, move: setActive, retry, openWith, onKeyDown };
}

/** Me, as the one for whom notes are: at first, and when they or I are looked for. */
function useNotes({ query, users }: People): UserSummary[] {
  const t = useTranslations('chats');
  const { userId, login } = useMe();
  const name = t('notes');
  const wanted = query === '' || users?.some((user) => user.userId === userId) === true;
  const named = query !== '' && name.toLocaleLowerCase().includes(query.toLocaleLowerCase());
  return wanted || named ? [{ userId, login, name, active: true }] : [];
}
