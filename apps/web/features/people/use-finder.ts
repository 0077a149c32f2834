import type { UserSummary } from '@parley/contract';
import { useState, type KeyboardEvent } from 'react';
import { useClient, useMe } from '../../state/client';
import { shownError, type ShownError } from '../../state/use-error-text';
import { usePeople, type People } from './use-people';

export type Finder = {
  readonly query: string;
  readonly people: People;
  /** Whom one can write to: everybody found but me. */
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
  const people = usePeople(query.trim(), attempt);
  const users = people.users?.filter((user) => user.userId !== me.userId) ?? null;

  const type = (next: string): void => {
    setQuery(next);
    setActive(0);
    setFailure(null);
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
  const onKeyDown = (event: KeyboardEvent): void => {
    const chosen = users?.[active];
    if (event.nativeEvent.isComposing || !users || users.length === 0) return;
    if (event.key === 'ArrowDown') setActive((active + 1) % users.length);
    else if (event.key === 'ArrowUp') setActive((active + users.length - 1) % users.length);
    else if (event.key === 'Enter' && chosen) openWith(chosen);
    else return;
    event.preventDefault();
  };
  return { query, people, users, active, failure, type, move: setActive, retry, openWith, onKeyDown };
}
