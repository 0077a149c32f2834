import type { ReaderPage } from '@parley/contract';
import { useEffect, useState } from 'react';
import { useClient } from '../../state/client';
import { shownError, type ShownError } from '../../state/use-error-text';
import { useStore } from '../../state/use-store';

export type ReaderState = 'read' | 'unread';
type At = { readonly conversationId: string; readonly seq: number };

export type ReaderList = {
  /** null: not asked for yet. */
  readonly readers: ReaderPage['readers'] | null;
  readonly counts: ReaderPage['counts'] | null;
  readonly failure: ShownError | null;
  readonly hasMore: boolean;
  readonly more: () => void;
};

type Pages = {
  readonly key: string;
  readonly list: Omit<ReaderList, 'more' | 'hasMore'>;
  readonly next: string | null;
};

const EMPTY = { readers: null, counts: null, failure: null };

/** One of the two lists, page by page; from the beginning again when somebody has read on, as long as only that was shown. */
export function useReaders(at: At, state: ReaderState): ReaderList {
  const client = useClient();
  const { conversationId, seq } = at;
  const count = useStore(client.readers.count(at));
  const [pages, setPages] = useState<Pages>({ key: '', list: EMPTY, next: null });
  const [turn, setTurn] = useState(0);
  const key = `${conversationId}:${seq}:${state}`;
  const shown = pages.key === key ? pages : { key, list: EMPTY, next: null };
  const isFirst = (shown.list.readers?.length ?? 0) <= 50;
  const moved = isFirst ? `${count?.read}:${count?.unread}` : '';
  useEffect(() => {
    let current = true;
    client.readers.page({ conversationId, seq }, state).then(
      ({ readers, counts, next }) => current && setPages({ key, list: { readers, counts, failure: null }, next }),
      (error: unknown) =>
        current &&
        setPages((before) => ({
          ...(before.key === key ? before : { key, next: null }),
          list: { ...(before.key === key ? before.list : EMPTY), failure: shownError(error) },
        })),
    );
    return () => {
      current = false;
    };
  }, [client, conversationId, seq, state, key, moved, turn]);
  const more = (): void => {
    const { next } = shown;
    if (next === null) return setTurn((before) => before + 1);
    client.readers.page({ conversationId, seq }, state, next).then(
      (page) => setPages((before) => (before.key === key && before.next === next ? withPage(before, page) : before)),
      (error: unknown) => setPages((before) => ({ ...before, list: { ...before.list, failure: shownError(error) } })),
    );
  };
  // Until a page is there, what stands beside the message: nobody is told of 0 while nothing is known.
  return { ...shown.list, counts: shown.list.counts ?? count, hasMore: shown.next !== null, more };
}

/** Who has moved from one list to the other between two pages is in one of them. */
function withPage(before: Pages, { readers, counts, next }: ReaderPage): Pages {
  const known = new Set(before.list.readers?.map(({ userId }) => userId));
  const fresh = readers.filter(({ userId }) => !known.has(userId));
  return { ...before, list: { readers: [...(before.list.readers ?? []), ...fresh], counts, failure: null }, next };
}
