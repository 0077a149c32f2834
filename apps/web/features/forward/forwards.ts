import type { TimelineMessage } from '@parley/sdk';
import { SharedState, useShared } from '../../state/shared-state';

export type Selection = ReadonlyMap<number, TimelineMessage>;

/** What is about to be forwarded: `merged`, as one message. */
export type Forwarding = { readonly messages: readonly TimelineMessage[]; readonly merged: boolean };

type State = {
  /** null: nothing is being selected. */
  readonly selection: Selection | null;
  readonly forwarding: Forwarding | null;
  readonly asking: boolean;
};

const NONE: State = { selection: null, forwarding: null, asking: false };
const state = new SharedState(NONE);

/** Messages on their way to other chats: one from its menu, or several that are selected. */
export const forwards = {
  toggle: (message: TimelineMessage): void =>
    state.set({ ...state.current, selection: toggled(state.current.selection ?? new Map(), message) }),
  forward: (forwarding: Forwarding): void => state.set({ ...state.current, forwarding, asking: true }),
  /** The dialog closes: what is selected stays so. */
  back: (): void => state.set({ ...state.current, asking: false }),
  /** What was being forwarded stays drawn while the dialog goes. */
  end: (): void => state.set({ ...NONE, forwarding: state.current.forwarding }),
};

export function useForwards(): State {
  return useShared(state, (current) => current);
}

export function useSelection(): Selection | null {
  return useShared(state, ({ selection }) => selection);
}

/** Only what somebody said, and what the server has. */
export function mayForward({ seq, content }: Pick<TimelineMessage, 'seq' | 'content'>): boolean {
  return seq !== null && ['text', 'forward', 'merged'].includes(content.type);
}

function toggled(before: Selection, message: TimelineMessage): Selection {
  if (message.seq === null) return before;
  const next = new Map(before);
  if (!next.delete(message.seq)) next.set(message.seq, message);
  return next;
}
