import { SharedState, useShared } from './shared-state';

const state = new SharedState(false);

/** A part of the page could not be fetched: there is a newer version, or no network and nothing kept. A reload helps with both. */
export const partMissing = {
  tell: (): void => state.set(true),
};

export function usePartMissing(): boolean {
  return useShared(state, (missing) => missing);
}
