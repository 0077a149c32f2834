import type { UserSummary } from '@parley/contract';
import { useEffect, useEffectEvent, useRef, useState, type KeyboardEvent } from 'react';
import { useMe } from '../../state/client';
import { usePeople, type People } from '../people/use-people';

type Options = {
  picked: readonly UserSummary[];
  onPicked: (picked: readonly UserSummary[]) => void;
  mayPick: (user: UserSummary) => boolean;
};

export type Picker = {
  readonly query: string;
  readonly people: People;
  /** Everybody found but me. */
  readonly users: readonly UserSummary[] | null;
  readonly active: number;
  readonly isPicked: (user: UserSummary) => boolean;
  readonly toggle: (user: UserSummary) => void;
  readonly type: (query: string) => void;
  readonly move: (index: number) => void;
  readonly retry: () => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
};

/** Nobody: Enter in the empty field sends the form instead of picking whoever happens to be listed first. */
const NOBODY = -1;

/** The keyboard of a list of people of whom several may be picked. */
export function usePicker({ picked, onPicked, mayPick }: Options): Picker {
  const me = useMe();
  const [query, setQuery] = useState('');
  const [attempt, setAttempt] = useState(0);
  const [active, setActive] = useState(NOBODY);
  const people = usePeople(query.trim(), attempt);
  const users = people.users?.filter((user) => user.userId !== me.userId) ?? null;
  // What is listed may still answer an older question: nobody is picked from that.
  const fresh = people.query === query.trim() && !people.error;
  const isPicked = (user: UserSummary): boolean => picked.some(({ userId }) => userId === user.userId);

  const type = (next: string): void => {
    setQuery(next);
    setActive(next.trim() === '' ? NOBODY : 0);
  };
  const toggle = (user: UserSummary): void => {
    if (isPicked(user)) onPicked(picked.filter(({ userId }) => userId !== user.userId));
    else if (mayPick(user)) onPicked([...picked, user]);
    else return;
    type('');
  };
  const pick = (): void => {
    const chosen = users?.[active];
    if (chosen) toggle(chosen);
  };
  const pickInTime = useInTime(query, fresh, pick);
  const onKeyDown = (event: KeyboardEvent): void => {
    const count = fresh ? (users?.length ?? 0) : 0;
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Backspace' && query === '') return onPicked(picked.slice(0, -1));
    if (event.key === 'ArrowDown' && count > 0) setActive((active + 1) % count);
    else if (event.key === 'ArrowUp' && count > 0) setActive((Math.max(active, 0) + count - 1) % count);
    else if (event.key === 'Enter' && active !== NOBODY) pickInTime();
    else return;
    event.preventDefault();
  };
  const retry = (): void => setAttempt(attempt + 1);
  return { query, people, users, active, isPicked, toggle, type, move: setActive, retry, onKeyDown };
}

/** Enter may be quicker than the answer to what was typed: then it counts when that has come, unless more was typed. */
function useInTime(query: string, fresh: boolean, run: () => void): () => void {
  const waiting = useRef<string | null>(null);
  const arrived = useEffectEvent((): void => {
    if (waiting.current === query) run();
    waiting.current = null;
  });
  useEffect(() => {
    if (fresh) arrived();
  }, [fresh]);
  return () => {
    if (fresh) run();
    else waiting.current = query;
  };
}
