import { SharedState, useShared } from '../../state/shared-state';

export type Editing = { readonly conversationId: string; readonly seq: number; readonly text: string };

const state = new SharedState<Editing | null>(null);

/** The one message that is being edited, with what is typed so far: it outlives the row being scrolled away. */
export const editing = {
  start: (what: Editing): void => state.set(what),
  type: (text: string): void => state.set(state.current === null ? null : { ...state.current, text }),
  end: (): void => state.set(null),
};

/** The text typed for this message; null while it is not being edited. */
export function useEditing(conversationId: string, seq: number | null): string | null {
  return useShared(state, (current) =>
    current?.conversationId === conversationId && current.seq === seq ? current.text : null,
  );
}
