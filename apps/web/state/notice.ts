import { SharedState, useShared } from './shared-state';

/** A sentence about something that happened by itself; `id` tells the same words said twice apart. */
export type Notice = { readonly id: number; readonly text: string };

const state = new SharedState<Notice | null>(null);

export function tellNotice(text: string): void {
  state.set({ id: (state.current?.id ?? 0) + 1, text });
}

export function dropNotice(): void {
  state.set(null);
}

export function useNotice(): Notice | null {
  return useShared(state, (current) => current);
}
