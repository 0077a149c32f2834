import { useMemo, useState } from 'react';
import { useClient } from '../../state/client';
import { apartFrom, defaultOption, knownNames, type MentionOption, optionsFor } from './mention-options';
import { mentionQuery, type Called } from './mention-text';
import type { Field } from './field';
import { useCallable } from './use-callable';
import { type Picker, usePicker, useQuery } from './use-picker';
import { useReadings } from './use-readings';
import type { SteadyChat } from '../../state/steady-chat';

export type MentionPicker = Picker<MentionOption> & {
  /** Whom the text may call by name. */
  readonly known: () => readonly Called[];
};

const NO_IDS: readonly string[] = [];

/** Who spoke here lately, the last one first; as it was when somebody began to be called, so that the list stands still. */
function useSpeakers({ conversationId }: SteadyChat, calling: boolean): readonly string[] {
  const client = useClient();
  return useMemo(() => {
    if (!calling) return NO_IDS;
    const { messages } = client.timeline(conversationId).getSnapshot();
    return [...new Set(messages.map(({ senderId }) => senderId).reverse())];
  }, [client, conversationId, calling]);
}

/** The list that an `@` opens: arrows and Enter or Tab, Escape closes it. `wanted`: there is one in the text. */
export function useMentionPicker(row: SteadyChat, wanted: boolean, before: readonly Called[] = []): MentionPicker {
  const [picked, setPicked] = useState(before);
  const asked = useQuery(mentionQuery);
  const typed = asked.query?.query ?? null;
  const { people, all } = useCallable(row, typed, wanted);
  const names = useMemo(() => people.map(({ shown }) => shown), [people]);
  const readings = useReadings(typed ?? '', names);
  const recent = useSpeakers(row, typed !== null);
  const found = useMemo(
    () => (typed === null ? [] : optionsFor(typed, { people, everybody: all, readings, recent })),
    [typed, people, all, readings, recent],
  );
  const put = (option: MentionOption, field: Field, from: number): void => {
    const called = apartFrom(option, picked);
    setPicked((earlier) => [called, ...earlier.filter(({ name }) => name !== called.name)]);
    field.call(called.name, from);
  };
  const picker = usePicker({ asked, found, preset: defaultOption(typed ?? '', found), put });
  return { ...picker, known: () => knownNames(picked, people, all) };
}
