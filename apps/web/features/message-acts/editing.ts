import { type Shared, SharedState, useShared } from '../../state/shared-state';

export type Editing = {
  readonly conversationId: string;
  readonly seq: number;
  /** Where it is edited: a message that a thread hangs on stands in the chat, too. */
  readonly thread: number | null;
  readonly text: string;
};

const state = new SharedState<Editing | null>(null);

/** The one message that is being edited, with what is typed so far: it outlives the row being scrolled away. */
export const editing = {
  start: (what: Editing): void => state.set(what),
  type: (text: string): void => state.set(state.current === null ? null : { ...state.current, text }),
  end: (): void => state.set(null),
};

/** Its text, as it is typed. */
export const editedText: Shared<string> = {
  initial: '',
  get current() {
    return state.current?.text ?? '';
  },
  subscribe: state.subscribe,
};

/** The text typed for this message; null while it is not being edited here. */
export function useEditing({
  conversationId,
  seq,
  thread,
}: Omit<Editing, 'seq' | 'text'> & { seq: number | null }): string | null {
  return useShared(state, (current) =>
    current?.conversationId === conversationId && current.seq === seq && current.thread === thread
      ? current.text
      : null,
  );
}

/** Whether a message is being edited there. */
export function useEditsIn({ conversationId, thread }: Pick<Editing, 'conversationId' | 'thread'>): boolean {
  return useShared(state, (current) => current?.conversationId === conversationId && current.thread === thread);
}
