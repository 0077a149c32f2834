import { useState, type KeyboardEvent } from 'react';
import type { Query } from './mention-text';

/** A list above the field that what is typed opens. */
export type Picker<T> = {
  /** null: nothing is asked for. */
  readonly options: readonly T[] | null;
  /** -1: none, until an arrow key or Enter chooses one. */
  readonly active: number;
  readonly move: (index: number) => void;
  /** Whether the key was for the list. */
  readonly onKeyDown: (event: KeyboardEvent<HTMLTextAreaElement>) => boolean;
  readonly pick: (option: T, field: HTMLTextAreaElement) => void;
  readonly onCaret: (field: HTMLTextAreaElement) => void;
};

export type QueryState = {
  readonly query: Query | null;
  readonly caret: number;
  readonly close: () => void;
  /** null: wherever the list has it by itself. */
  readonly moved: number | null;
  readonly move: (index: number | null) => void;
  readonly onCaret: (field: HTMLTextAreaElement) => void;
};

/** What is asked for where the caret stands; null after Escape, until something else is asked for. */
export function useQuery(text: string, queryAt: (text: string, caret: number) => Query | null): QueryState {
  const [caret, setCaret] = useState(-1);
  const [closedAt, setClosedAt] = useState<number | null>(null);
  const [moved, move] = useState<number | null>(null);
  const asked = queryAt(text, Math.min(caret, text.length));
  const query = asked !== null && asked.from !== closedAt ? asked : null;
  const onCaret = (field: HTMLTextAreaElement): void => {
    const next = field.selectionStart === field.selectionEnd ? field.selectionStart : -1;
    if (next === caret) return;
    setCaret(next);
    move(null);
    if (queryAt(field.value, next)?.from !== closedAt) setClosedAt(null);
  };
  return { query, caret, close: () => setClosedAt(query?.from ?? null), moved, move, onCaret };
}

type Listed<T> = {
  readonly asked: QueryState;
  readonly found: readonly T[];
  /** What Enter picks without an arrow key before it. */
  readonly preset: number;
  /** What stands in the text for it. */
  readonly written: (option: T) => string;
  /** What else happens, when it stands there. */
  readonly picked?: (option: T, field: HTMLTextAreaElement) => void;
};

/** Arrows and Enter or Tab, Escape closes it; never while an input method has the keys. */
export function usePicker<T>({ asked, found, preset, written, picked }: Listed<T>): Picker<T> {
  const { query, caret, close, moved, move, onCaret } = asked;
  const options = found.length > 0 ? found : null;
  const active = moved === null ? preset : Math.min(moved, found.length - 1);
  const pick = (option: T, field: HTMLTextAreaElement): void => {
    if (query === null) return;
    move(null);
    field.focus();
    field.setSelectionRange(query.from, caret);
    // As if it was typed: the field tells of the change itself, and can undo it.
    const text = written(option);
    document.execCommand(text === '' ? 'delete' : 'insertText', false, text);
    picked?.(option, field);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>): boolean => {
    const { key, currentTarget: field, nativeEvent } = event;
    if (options === null || nativeEvent.isComposing || nativeEvent.keyCode === 229) return false;
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
