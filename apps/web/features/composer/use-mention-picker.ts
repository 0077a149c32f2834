import type { ChatRow } from '@parley/sdk';
import { useMemo, useState, type KeyboardEvent } from 'react';
import { useClient } from '../../state/client';
import { apartFrom, defaultOption, knownNames, type MentionOption, optionsFor } from './mention-options';
import { mentionQuery, type Called } from './mention-text';
import { useCallable } from './use-callable';
import { useReadings } from './use-readings';

export type MentionPicker = {
  /** null: nobody is being called. */
  readonly options: readonly MentionOption[] | null;
  /** -1: none, until an arrow key or Enter chooses one. */
  readonly active: number;
  readonly move: (index: number) => void;
  /** Whether the key was for the list. */
  readonly onKeyDown: (event: KeyboardEvent<HTMLTextAreaElement>) => boolean;
  readonly pick: (option: MentionOption, field: HTMLTextAreaElement) => void;
  /** Whom the text may call by name. */
  readonly known: () => readonly Called[];
  readonly onCaret: (field: HTMLTextAreaElement) => void;
};

const NO_IDS: readonly string[] = [];

/** Who spoke here lately, the last one first; as it was when somebody began to be called, so that the list stands still. */
function useSpeakers({ conversationId }: ChatRow, calling: boolean): readonly string[] {
  const client = useClient();
  return useMemo(() => {
    if (!calling) return NO_IDS;
    const { messages } = client.timeline(conversationId).getSnapshot();
    return [...new Set(messages.map(({ senderId }) => senderId).reverse())];
  }, [client, conversationId, calling]);
}

/** The list that an `@` opens in a group: arrows and Enter or Tab, Escape closes it. */
export function useMentionPicker(row: ChatRow, text: string, before: readonly Called[] = []): MentionPicker {
  const isGroup = row.kind !== 'direct';
  const [caret, setCaret] = useState(-1);
  const [closedAt, setClosedAt] = useState<number | null>(null);
  const [moved, move] = useState<number | null>(null);
  const [picked, setPicked] = useState(before);
  const asked = isGroup ? mentionQuery(text, Math.min(caret, text.length)) : null;
  const query = asked !== null && asked.from !== closedAt ? asked : null;
  const { people, all } = useCallable(row, query?.query ?? null, isGroup && text.includes('@'));
  const typed = query?.query ?? null;
  const names = useMemo(() => people.map(({ shown }) => shown), [people]);
  const readings = useReadings(typed ?? '', names);
  const recent = useSpeakers(row, typed !== null);
  const found = useMemo(
    () => (typed === null ? [] : optionsFor(typed, { people, everybody: all, readings, recent })),
    [typed, people, all, readings, recent],
  );
  const options = found.length > 0 ? found : null;
  const active = moved === null ? defaultOption(typed ?? '', found) : Math.min(moved, found.length - 1);

  const pick = (option: MentionOption, field: HTMLTextAreaElement): void => {
    if (query === null) return;
    const called = apartFrom(option, picked);
    setPicked((earlier) => [called, ...earlier.filter(({ name }) => name !== called.name)]);
    move(null);
    field.focus();
    field.setSelectionRange(query.from, caret);
    // As if it was typed: the field tells of the change itself, and can undo it.
    document.execCommand('insertText', false, `@${called.name} `);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>): boolean => {
    const { key, currentTarget: field, nativeEvent } = event;
    if (options === null || nativeEvent.isComposing || nativeEvent.keyCode === 229) return false;
    const chosen = options[active];
    if (key === 'ArrowDown') move((active + 1) % options.length);
    else if (key === 'ArrowUp') move((Math.max(active, 0) + options.length - 1) % options.length);
    else if (key === 'Escape') setClosedAt(query?.from ?? null);
    else if ((key === 'Enter' || key === 'Tab') && !event.shiftKey) {
      if (chosen === undefined) move(0);
      else pick(chosen, field);
    } else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  };
  const onCaret = (field: HTMLTextAreaElement): void => {
    const next = field.selectionStart === field.selectionEnd ? field.selectionStart : -1;
    if (next === caret) return;
    setCaret(next);
    move(null);
    if (mentionQuery(field.value, next)?.from !== closedAt) setClosedAt(null);
  };
  const known = (): readonly Called[] => knownNames(picked, people, all);
  return { options, active, move, onKeyDown, pick, known, onCaret };
}
