import { useSyncExternalStore } from 'react';

/** A value that changes, for whoever only looks. */
export type Shared<T> = {
  readonly initial: T;
  readonly current: T;
  readonly subscribe: (listener: () => void) => () => void;
};

/** A value of this page that is changed and shown in places that don't stand in one another. */
export class SharedState<T> implements Shared<T> {
  readonly initial: T;
  readonly #listeners = new Set<() => void>();
  #current: T;

  constructor(initial: T) {
    this.initial = initial;
    this.#current = initial;
  }

  get current(): T {
    return this.#current;
  }

  set(next: T): void {
    this.#current = next;
    for (const listener of this.#listeners) listener();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
}

/** What `select` makes of it; drawn anew when that is another value. */
export function useShared<T, S>(state: Shared<T>, select: (current: T) => S): S {
  return useSyncExternalStore(
    state.subscribe,
    () => select(state.current),
    () => select(state.initial),
  );
}
