import type { UserSummary } from '@parley/contract';
import { useEffect, useState } from 'react';
import { useClient } from '../../state/client';
import { shownError, type ShownError } from '../../state/use-error-text';

const DEBOUNCE_MS = 150;

export type People = {
  readonly query: string;
  readonly users: readonly UserSummary[] | null;
  readonly error: ShownError | null;
};

/** People whose name or login begins like this; the answer to an older question never replaces a newer one. */
export function usePeople(query: string, attempt: number): People {
  const client = useClient();
  const [found, setFound] = useState<People>({ query: '', users: null, error: null });
  useEffect(() => {
    let current = true;
    const answer = (people: People): void => {
      if (current) setFound(people);
    };
    const ask = (): void => {
      client.findUsers(query).then(
        (users) => answer({ query, users, error: null }),
        (error: unknown) => answer({ query, users: null, error: shownError(error) }),
      );
    };
    const timer = setTimeout(ask, query === '' ? 0 : DEBOUNCE_MS);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [client, query, attempt]);
  return found;
}
