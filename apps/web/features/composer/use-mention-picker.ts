import { mayMentionAll, roleOf } from '@parley/core';
import type { ChatRow } from '@parley/sdk';
import { useTranslations } from 'next-intl';
import { useEffect, useMemo, useState, type KeyboardEvent } from 'react';
import { useClient, useMe } from '../../state/client';
import { everybody } from '../group/use-members';
import { mentionQuery, type Called } from './mention-text';

const SHOWN = 8;

export type MentionPicker = {
  /** null: nobody is being called. */
  readonly options: readonly Called[] | null;
  readonly active: number;
  readonly move: (index: number) => void;
  /** Whether the key was for the list. */
  readonly onKeyDown: (event: KeyboardEvent<HTMLTextAreaElement>) => boolean;
  readonly pick: (called: Called, field: HTMLTextAreaElement) => void;
  /** Whom the text may call by name: those picked, and members whose name is theirs alone. */
  readonly known: () => readonly Called[];
  readonly onCaret: (field: HTMLTextAreaElement) => void;
};

/** The list that an `@` opens in a group: arrows and Enter or Tab, Escape closes it. */
export function useMentionPicker(row: ChatRow, text: string, before: readonly Called[] = []): MentionPicker {
  const isGroup = row.kind !== 'direct';
  const [caret, setCaret] = useState(-1);
  const [closedAt, setClosedAt] = useState<number | null>(null);
  const [active, setActive] = useState(0);
  const [picked, setPicked] = useState(before);
  const asked = isGroup ? mentionQuery(text, Math.min(caret, text.length)) : null;
  const query = asked !== null && asked.from !== closedAt ? asked : null;
  const callable = useCallable(row, isGroup && text.includes('@'));
  const found = useMemo(() => (query === null ? [] : matching(callable, query.query)), [callable, query]);
  const options = query !== null && found.length > 0 ? found : null;

  const pick = (called: Called, field: HTMLTextAreaElement): void => {
    if (query === null) return;
    setPicked((earlier) => [called, ...earlier.filter(({ name }) => name !== called.name)]);
    setActive(0);
    field.focus();
    field.setSelectionRange(query.from, caret);
    // As if it was typed: the field tells of the change itself, and can undo it.
    document.execCommand('insertText', false, `@${called.name} `);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>): boolean => {
    const { key, currentTarget: field, nativeEvent } = event;
    if (options === null || nativeEvent.isComposing || nativeEvent.keyCode === 229) return false;
    const chosen = options[Math.min(active, options.length - 1)];
    if (key === 'ArrowDown') setActive((active + 1) % options.length);
    else if (key === 'ArrowUp') setActive((active + options.length - 1) % options.length);
    else if (key === 'Escape') setClosedAt(query?.from ?? null);
    else if ((key === 'Enter' || key === 'Tab') && !event.shiftKey && chosen) pick(chosen, field);
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  };
  const onCaret = (field: HTMLTextAreaElement): void => {
    const next = field.selectionStart === field.selectionEnd ? field.selectionStart : -1;
    if (next === caret) return;
    setCaret(next);
    setActive(0);
    if (mentionQuery(field.value, next)?.from !== closedAt) setClosedAt(null);
  };
  const known = (): readonly Called[] => {
    const names = new Set(picked.map(({ name }) => name));
    const alone = callable.filter(({ name }) => callable.filter((other) => other.name === name).length === 1);
    return [...picked, ...alone.filter(({ name }) => !names.has(name))];
  };
  return { options, active: Math.min(active, found.length - 1), move: setActive, onKeyDown, pick, known, onCaret };
}

/** All, as far as I may call them, and the members without me; read when it is first needed, and again when they change. */
function useCallable(row: ChatRow, wanted: boolean): readonly Called[] {
  const { conversationId, profile, memberCount, role } = row;
  const t = useTranslations('mention');
  const client = useClient();
  const me = useMe();
  const [people, setPeople] = useState<readonly Called[]>([]);
  useEffect(() => {
    if (!wanted) return;
    let current = true;
    everybody(client, conversationId).then(
      (members) => {
        const others = members.filter(({ user }) => user.userId !== me.userId);
        if (current)
          setPeople(
            others.map(({ user, nickname }) => ({ type: 'user', userId: user.userId, name: nickname ?? user.name })),
          );
      },
      // Offline: what is typed stays text, and those picked before can still be called.
      () => undefined,
    );
    return () => {
      current = false;
    };
  }, [client, conversationId, me.userId, wanted, memberCount]);
  return useMemo(() => {
    const mayAll = mayMentionAll({ role: roleOf(role ?? ''), rules: profile });
    const all: Called[] = [
      { type: 'all', name: t('all') },
      { type: 'here', name: t('here') },
    ];
    return mayAll ? [...all, ...people] : people;
  }, [profile, role, people, t]);
}

function matching(callable: readonly Called[], query: string): readonly Called[] {
  const wanted = query.toLocaleLowerCase();
  return callable.filter(({ name }) => name.toLocaleLowerCase().includes(wanted)).slice(0, SHOWN);
}
