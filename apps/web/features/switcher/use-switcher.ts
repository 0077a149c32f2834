import type { UserSummary } from '@parley/contract';
import { useTranslations } from 'next-intl';
import { useEffect, useEffectEvent, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { useClient, useMe } from '../../state/client';
import { usePlace } from '../../state/location';
import { useChatName } from '../../state/names';
import { shownError, type ShownError } from '../../state/use-error-text';
import { useStore } from '../../state/use-store';
import { unread } from '../composer/name-match';
import { useReadings } from '../composer/use-readings';
import { type People, usePeople } from '../people/use-people';
import { EXACT, type Entry, firstGroups, fitOf, type Group, groupsFor, type Sources } from './entries';
import { type Command, useCommands } from './use-commands';

export type Switcher = {
  readonly query: string;
  readonly groups: readonly Group[];
  /** In the order in which they stand. */
  readonly entries: readonly Entry[];
  readonly active: Entry | null;
  /** People are still asked for: what is not there may come. */
  readonly searching: boolean;
  /** Why people could not be asked for. */
  readonly searchFailure: ShownError | null;
  /** Why the chat could not be opened. */
  readonly failure: ShownError | null;
  readonly type: (query: string) => void;
  readonly move: (entry: Entry) => void;
  readonly retry: () => void;
  readonly choose: (entry: Entry) => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
};

export type SwitcherActs = { onOpened: (conversationId: string) => void; onCommand: (command: Command) => void };

export function useSwitcher({ onOpened, onCommand }: SwitcherActs): Switcher {
  const client = useClient();
  const [query, setQuery] = useState('');
  const [attempt, setAttempt] = useState(0);
  /** null: the first one, whichever that is. */
  const [activeKey, setActiveKey] = useState<string | null>(null);
  const [failure, setFailure] = useState<ShownError | null>(null);
  /** Enter was pressed before the answer to what was typed had come. */
  const hasty = useRef(false);
  const typed = query.trim();
  const people = usePeople(typed, attempt);
  const groups = useGroups(typed, people);
  const entries = groups.flatMap((group) => group.entries);
  const active = entries.find(({ key }) => key === activeKey) ?? entries[0] ?? null;
  // Offline nobody answers, and what is known here is all there is. Still connecting is not offline: an answer may come.
  const offline = useStore(client.connection).state === 'offline';
  const answered = people.query === typed && (people.users !== null || people.error !== null);
  const settled = offline || answered;

  const type = (next: string): void => {
    setQuery(next);
    setActiveKey(null);
    setFailure(null);
    hasty.current = false;
  };
  const retry = (): void => {
    setFailure(null);
    setAttempt(attempt + 1);
  };
  const choose = (entry: Entry): void => {
    if (entry.kind === 'command') onCommand(entry.command);
    else if (entry.kind === 'chat') onOpened(entry.row.conversationId);
    else {
      client.openDirect(entry.user.userId).then(
        (item) => onOpened(item.conversationId),
        (error: unknown) => setFailure(shownError(error)),
      );
    }
  };
  const arrived = useEffectEvent((): void => {
    if (hasty.current && active !== null) choose(active);
    hasty.current &&= active === null && !answered;
  });
  useEffect(() => {
    if (settled) arrived();
  }, [settled, answered]);
  const enter = (): void => {
    // What is listed may not be all yet: only what was walked to, or is called just so, is surely what was meant.
    const isMeant = activeKey !== null || typed === '' || (active !== null && fitOf(active, typed, unread) === EXACT);
    if (active !== null && (settled || isMeant)) choose(active);
    else hasty.current = !answered;
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    // An Enter or an arrow of an input method is for its own list.
    if (event.nativeEvent.isComposing || event.keyCode === 229) return;
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (event.key === 'Enter') enter();
    else if (step !== 0 && active !== null) {
      const next = entries.at((entries.indexOf(active) + step) % entries.length);
      if (next !== undefined) setActiveKey(next.key);
    } else return;
    event.preventDefault();
  };
  return {
    query,
    groups,
    entries,
    active,
    searching: !settled,
    searchFailure: answered ? people.error : null,
    failure,
    type,
    move: ({ key }) => setActiveKey(key),
    retry,
    choose,
    onKeyDown,
  };
}

function useGroups(typed: string, people: People): readonly Group[] {
  const { chat: current } = usePlace();
  const sources = useSources(people);
  const names = useMemo(
    () => [...sources.chats, ...sources.people, ...sources.commands].map(({ name }) => name),
    [sources],
  );
  const readings = useReadings(typed, names);
  return useMemo(() => {
    const found = new Set(people.query === typed ? people.users?.map(({ userId }) => `p:${userId}`) : []);
    return typed === '' ? firstGroups(sources, current) : groupsFor(typed, sources, { readings, found });
  }, [current, people, readings, sources, typed]);
}

/** My chats, the people that are known here or were found, without those that I have a chat with, and what can be done. */
function useSources(people: People): Sources {
  const client = useClient();
  const me = useMe();
  const nameOf = useChatName();
  const notes = useTranslations('chats')('notes');
  const { items, hidden } = useStore(client.chatList);
  const known = useStore(client.people);
  const commands = useCommands();
  const chats = useMemo(
    () =>
      [...items, ...hidden]
        .toSorted((a, b) => b.lastAt - a.lastAt)
        .map((row): Entry => {
          const { conversationId, peer } = row;
          return { kind: 'chat', key: `c:${conversationId}`, name: nameOf(row), login: peer?.login, row };
        }),
    [items, hidden, nameOf],
  );
  const others = useMemo((): readonly Entry[] => {
    const met = new Set([...items, ...hidden].map(({ peer }) => peer?.userId));
    const found = (people.users ?? []).filter(({ userId }) => userId !== me.userId);
    // For notes I am there as one of them.
    const users: (UserSummary | null)[] = [{ ...me, name: notes, active: true }, ...found, ...known.values()];
    const byId = new Map(users.flatMap((user) => (user === null || met.has(user.userId) ? [] : [[user.userId, user]])));
    return [...byId.values()].map((user) => {
      const { userId, name, login } = user;
      return { kind: 'person', key: `p:${userId}`, name, login, user };
    });
  }, [items, hidden, known, me, notes, people.users]);
  return useMemo(
    () => ({
      chats,
      people: others,
      commands: commands.map((command): Entry => {
        const { key, name } = command;
        return { kind: 'command', key: `a:${key}`, name, command };
      }),
    }),
    [chats, others, commands],
  );
}
