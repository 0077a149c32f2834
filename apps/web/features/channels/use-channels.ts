import type { ChannelPage } from '@parley/contract';
import { useEffect, useState } from 'react';
import { useClient } from '../../state/client';
import { shownError, type ShownError } from '../../state/use-error-text';

const DEBOUNCE_MS = 150;

type Found = { readonly query: string; readonly page: ChannelPage | null; readonly error: ShownError | null };
export type ChannelsFound = Found & { readonly more: () => void };

/** Public channels whose names hold this; the answer to an older question never replaces a newer one. */
export function useChannels(query: string): ChannelsFound {
  const { groups } = useClient();
  const [found, setFound] = useState<Found>({ query: '', page: null, error: null });
  useEffect(() => {
    let current = true;
    const ask = (): void => {
      groups.channels({ query }).then(
        (page) => current && setFound({ query, page, error: null }),
        (error: unknown) => current && setFound({ query, page: null, error: shownError(error) }),
      );
    };
    const timer = setTimeout(ask, query === '' ? 0 : DEBOUNCE_MS);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [groups, query]);
  const more = (): void => {
    const after = found.page?.next;
    if (after == null) return;
    groups.channels({ query: found.query, after }).then(
      (next) =>
        setFound((before) =>
          before.query === found.query && before.page?.next === after
            ? { ...before, page: { channels: [...before.page.channels, ...next.channels], next: next.next } }
            : before,
        ),
      (error: unknown) => setFound((before) => ({ ...before, error: shownError(error) })),
    );
  };
  return { ...found, more };
}
