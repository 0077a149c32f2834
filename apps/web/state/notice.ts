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

/** What could not be done, whose sentence comes with the rest of the words (features/shell/failure-notice.tsx). */
export type Failure = { readonly error: unknown };

const failed = new SharedState<Failure | null>(null);

export function tellFailure(error: unknown): void {
  failed.set({ error });
}

export function dropFailure(): void {
  failed.set(null);
}

export function useFailure(): Failure | null {
  return useShared(failed, (current) => current);
}
