import type { PushRecord } from '@parley/contract';
import { useEffect, useState } from 'react';
import { useClient } from '../../state/client';
import { shownError, type ShownError } from '../../state/use-error-text';

type At = { readonly conversationId: string; readonly seq: number } | null;

type State = {
  /** null: not read yet. */
  readonly records: readonly PushRecord[] | null;
  readonly next: string | null;
  readonly derived: string | null;
  readonly failure: ShownError | null;
};
export type Ledger = Omit<State, 'next'> & { readonly hasMore: boolean; readonly more: () => void };

const EMPTY: State = { records: null, next: null, derived: null, failure: null };

/** What is on record of one message, or of everything page by page. */
export function useLedger(at: At): Ledger {
  const { notifications } = useClient();
  const key = at === null ? '' : `${at.conversationId}:${at.seq}`;
  const [kept, setKept] = useState<State & { key: string }>({ ...EMPTY, key });
  const [turn, setTurn] = useState(0);
  const state = kept.key === key ? kept : EMPTY;
  useEffect(() => {
    let current = true;
    const [conversationId, seq] = key.split(':');
    const query = conversationId === undefined || seq === undefined ? {} : { conversationId, seq: Number(seq) };
    notifications.records(query).then(
      ({ records, next, derived }) => current && setKept({ key, records, next, derived, failure: null }),
      (error: unknown) => current && setKept({ ...EMPTY, key, failure: shownError(error) }),
    );
    return () => {
      current = false;
    };
  }, [notifications, key, turn]);
  const more = (): void => {
    const { next } = state;
    if (next === null) return setTurn((before) => before + 1);
    notifications.records({ after: next }).then(
      (page) =>
        setKept((before) =>
          before.key === key && before.next === next
            ? { ...before, records: [...(before.records ?? []), ...page.records], next: page.next, failure: null }
            : before,
        ),
      (error: unknown) => setKept((before) => ({ ...before, failure: shownError(error) })),
    );
  };
  return { ...state, hasMore: state.next !== null, more };
}
