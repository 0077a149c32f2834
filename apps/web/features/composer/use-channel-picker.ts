import type { ChatRow } from '@parley/sdk';
import { useEffect, useMemo, useState } from 'react';
import { useClient } from '../../state/client';
import { chatUrl } from '../../state/location';
import { type ChannelOption, channelsFor } from './channel-option';
import type { Field } from './field';
import { channelQuery } from './mention-text';
import { type Picker, usePicker, useQuery } from './use-picker';
import { useReadings } from './use-readings';

export type ChannelPicker = Picker<ChannelOption>;

const NONE: readonly ChannelOption[] = [];
const DEBOUNCE_MS = 150;

/** The list that a `#` opens: my channels, and those that everybody may find. What is picked leads there. */
export function useChannelPicker(): ChannelPicker {
  const asked = useQuery(channelQuery);
  const typed = asked.query?.query ?? null;
  const mine = useMine(typed !== null);
  const others = useFound(typed);
  const names = useMemo(() => mine.map(({ name }) => name), [mine]);
  const readings = useReadings(typed ?? '', names);
  const found = useMemo(
    () => (typed === null ? NONE : channelsFor(typed, { mine, others }, readings)),
    [typed, mine, others, readings],
  );
  const put = ({ conversationId, name }: ChannelOption, field: Field, from: number): void =>
    field.link(`#${name}`, chatUrl(conversationId), from);
  return usePicker({ asked, found, preset: 0, put });
}

/** As they were when the list opened, so that it stands still. */
function useMine(wanted: boolean): readonly ChannelOption[] {
  const { chatList } = useClient();
  return useMemo(() => (wanted ? chatList.getSnapshot().items.flatMap(optionOf) : NONE), [chatList, wanted]);
}

function optionOf({ conversationId, kind, name, profile }: ChatRow): ChannelOption[] {
  const isOpen = kind === 'channel' && name !== null && profile?.archived !== true;
  return isOpen ? [{ conversationId, name, topic: profile?.topic ?? '', joined: true }] : [];
}

/** What was found before stays until the next answer: `channelsFor` leaves out what no longer fits. */
function useFound(query: string | null): readonly ChannelOption[] {
  const { groups } = useClient();
  const [found, setFound] = useState(NONE);
  useEffect(() => {
    if (query === null) return;
    let current = true;
    const ask = (): void => {
      groups.channels({ query }).then(
        ({ channels }) => current && setFound(channels),
        // Offline: my own are listed.
        () => undefined,
      );
    };
    const timer = setTimeout(ask, query === '' ? 0 : DEBOUNCE_MS);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [groups, query]);
  return found;
}
