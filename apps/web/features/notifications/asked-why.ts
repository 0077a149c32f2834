import { SharedState, useShared } from '../../state/shared-state';

type At = { readonly conversationId: string; readonly seq: number };
/** null: of everything. */
type Asked = { readonly at: At | null; readonly open: boolean };

const state = new SharedState<Asked>({ at: null, open: false });

/** Of what somebody wants to know why they were notified, or not; asked from a message or from the settings. */
export const askedWhy = {
  open: (at: At | null): void => state.set({ at, open: true }),
  close: (): void => state.set({ ...state.current, open: false }),
};

export function useAskedWhy(): Asked {
  return useShared(state, (current) => current);
}
