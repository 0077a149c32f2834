import { isMuted, mayIn, roleOf } from '@parley/core';
import { useMemo } from 'react';
import { useClient } from '../../state/client';
import { openPane } from '../../state/location';
import type { SteadyChat } from '../../state/steady-chat';
import { openSurface } from '../../state/surface';
import { useNow } from '../../state/use-now';
import { useChatAct } from '../chat-list/use-chat-act';
import { isGroup } from '../group/kinds';
import { useThreadHere } from '../threads/in-thread';
import { type Command, commandQuery, commandsFor } from './commands';
import type { Field } from './field';
import { type Picker, usePicker, useQuery } from './use-picker';

export type CommandPicker = Picker<Command>;

/** The list that a `/` at the start opens; what is picked is done at once and leaves nothing in the field. */
export function useCommandPicker(row: SteadyChat): CommandPicker {
  const asked = useQuery(commandQuery);
  const typed = asked.query?.query ?? null;
  const inThread = useThreadHere() !== null;
  const may = useMay(row);
  const { muted, mayTopic, mayLeave } = may;
  const found = useMemo(
    () => (typed === null ? [] : commandsFor(typed, { muted, mayTopic, mayLeave, inThread })),
    [typed, muted, mayTopic, mayLeave, inThread],
  );
  const client = useClient();
  const chatAct = useChatAct(row.conversationId);
  const put = ({ act }: Command, field: Field, from: number): void => {
    if (act === 'code') return field.code(from);
    field.type('', from);
    if (act === 'status' || act === 'dnd') openSurface('presence');
    else if (act === 'topic' || act === 'leave') {
      openPane();
      openSurface(act === 'topic' ? 'looks' : 'leave');
    } else {
      const chat = client.row(row.conversationId).getSnapshot();
      if (chat !== null) void chatAct(chat, act);
    }
  };
  return usePicker({ asked, found, preset: 0, put });
}

/** By the rules of the buttons that do the same. */
function useMay(row: SteadyChat): { readonly muted: boolean; readonly mayTopic: boolean; readonly mayLeave: boolean } {
  const now = useNow();
  const { profile, personal, memberCount } = row;
  const role = roleOf(row.role ?? '');
  const group = isGroup(row);
  return {
    muted: isMuted(personal, now),
    mayTopic: group && profile !== null && mayIn(profile.settings, 'info', role) && !profile.archived,
    mayLeave: group && (role !== 'owner' || (memberCount ?? 0) <= 1),
  };
}
