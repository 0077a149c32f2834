import type { UserSummary } from '@parley/contract';
import { useEffect, useEffectEvent, useRef, useState, type KeyboardEvent } from 'react';
import { useMe } from '../../state/client';
import type { ShownError } from '../../state/use-error-text';
import { usePeople } from '../people/use-people';

type Options = {
  picked: readonly UserSummary[];
  onPicked: (picked: readonly UserSummary[]) => void;
  without: ReadonlySet<string> | undefined;
};

export type Picker = {
  readonly query: string;
  readonly users: readonly UserSummary[] | null;
  readonly error: ShownError | null;
  readonly active: number;
  readonly isPicked: (user: UserSummary) => boolean;
  readonly toggle: (user: UserSummary) => void;
  readonly type: (query: string) => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
};

/** The keyboard of a list of people of whom several may be picked. */
export function usePicker({ picked, onPicked, without }: Options): Picker {
  const me = useMe();
  const [query, setQuery] = useState('');
  const [active, setActive] = useState(0);
  /** Enter was pressed before the answer to what was typed had come. */
  const hasty = useRef(false);
  const found = usePeople(query.trim(), 0);
  const mayJoin = (user: UserSummary): boolean =>
    user.userId !== me.userId && user.active && !without?.has(user.userId);
  const users = found.users?.filter(mayJoin) ?? null;
  // What is listed may still answer an older question: nobody is picked from that.
  const fresh = found.query === query.trim() && !found.error;
  const isPicked = (user: UserSummary): boolean => picked.some(({ userId }) => userId === user.userId);
  const toggle = (user: UserSummary): void => {
    onPicked(isPicked(user) ? picked.filter(({ userId }) => userId !== user.userId) : [...picked, user]);
  };
  const pickLate = useEffectEvent((): void => {
    const chosen = users?.[active];
    if (hasty.current && chosen) toggle(chosen);
    hasty.current = false;
  });
  useEffect(() => {
    if (fresh) pickLate();
  }, [fresh]);
  const type = (next: string): void => {
    setQuery(next);
    setActive(0);
    hasty.current = false;
  };
  const pick = (): void => {
    const chosen = users?.[active];
    if (!chosen) return;
    toggle(chosen);
    type('');
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const count = fresh ? (users?.length ?? 0) : 0;
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Backspace' && query === '') return onPicked(picked.slice(0, -1));
    if (event.key === 'ArrowDown' && count > 0) setActive((active + 1) % count);
    else if (event.key === 'ArrowUp' && count > 0) setActive((active + count - 1) % count);
    else if (event.key === 'Enter' && fresh) pick();
    else if (event.key === 'Enter') hasty.current = true;
    else return;
    event.preventDefault();
  };
  return { query, users, error: found.error, active, isPicked, toggle, type, onKeyDown };
}
