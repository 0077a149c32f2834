import { useSyncExternalStore } from 'react';

const never = (): (() => void) => () => {};

/** False in the prerendered page, which knows neither person nor language. */
export function useInBrowser(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}
