import { useRef, useState } from 'react';
import type { Field } from './field';
import type { Query } from './mention-text';

/** A list above the field that what is typed opens. */
export type Picker<T> = {
  /** null: nothing is asked for. */
  readonly options: readonly T[] | null;
  /** -1: none, until an arrow key or Enter chooses one. */
  readonly active: number;
  readonly move: (index: number) => void;
  /** Whether the key was for the list. */
  readonly onKeyDown: (event: KeyboardEvent, field: Field) => boolean;
  readonly pick: (option: T, field: Field) => void;
  readonly onCaret: (field: Caret) => void;
};

/** Where the caret stands in what is shown. */
export type Caret = Pick<Field, 'shown' | 'caret' | 'composing'>;

export type QueryState = {
  readonly query: Query | null;
  readonly close: () => void;
  /** null: wherever the list has it by itself. */
  readonly moved: number | null;
  readonly move: (index: number | null) => void;
  readonly onCaret: (field: Caret) => void;
};

const NOWHERE = { text: '', caret: -1 };

/** What is asked for where the caret stands; null after Escape, until something else is asked for. A letter that asks for nothing draws nothing. */
export function useQuery(queryAt: (text: string, caret: number) => Query | null): QueryState {
  const at = useRef(NOWHERE);
  const [asked, setAsked] = useState<Query | null>(null);
  const [closedAt, setClosedAt] = useState<number | null>(null);
  const [moved, move] = useState<number | null>(null);
  const query = asked !== null && asked.from !== closedAt ? asked : null;
  const onCaret = ({ composing, shown: text, caret }: Caret): void => {
    // What an input method has not made its mind up about asks for nothing, and ends no question.
    if (composing || (text === at.current.text && caret === at.current.caret)) return;
    at.current = { text, caret };
    const next = queryAt(text, caret);
    setAsked((before) => (before?.from === next?.from && before?.query === next?.query ? before : next));
    move(null);
    if (next?.from !== closedAt) setClosedAt(null);
  };
  return { query, close: () => setClosedAt(query?.from ?? null), moved, move, onCaret };
}

type Listed<T> = {
  readonly asked: QueryState;
  readonly found: readonly T[];
  /** What Enter picks without an arrow key before it. */
  readonly preset: number;
  /** Puts it into the field, in place of what stands between there and the caret. */
  readonly put: (option: T, field: Field, from: number) => void;
};

/** Arrows and Enter or Tab, Escape closes it; never while an input method has the keys. */
export function usePicker<T>({ asked, found, preset, put }: Listed<T>): Picker<T> {
  const { query, close, moved, move, onCaret } = asked;
  const options = found.length > 0 ? found : null;
  const active = moved === null ? preset : Math.min(moved, found.length - 1);
  const pick = (option: T, field: Field): void => {
    if (query === null) return;
    move(null);
    put(option, field, query.from);
  };
  const onKeyDown = (event: KeyboardEvent, field: Field): boolean => {
    const { key } = event;
    if (options === null || event.isComposing || event.keyCode === 229) return false;
    const chosen = options[active];
    if (key === 'ArrowDown') move((active + 1) % options.length);
    else if (key === 'ArrowUp') move((Math.max(active, 0) + options.length - 1) % options.length);
    else if (key === 'Escape') close();
    else if ((key === 'Enter' || key === 'Tab') && !event.shiftKey) {
      if (chosen === undefined) move(0);
      else pick(chosen, field);
    } else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  };
  return { options, active, move, onKeyDown, pick, onCaret };
}
