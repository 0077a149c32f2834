import type { Cancel } from './ports.js';

/** What React's useSyncExternalStore wants: the snapshot is the same object until something in it changes. */
export type Store<T> = {
  subscribe(listener: () => void): Cancel;
  getSnapshot(): T;
};

/** A store whose snapshot is computed when it is asked for, and only after a change. */
export class LazyStore<T> implements Store<T> {
  readonly #listeners = new Set<() => void>();
  readonly #compute: () => T;
  #snapshot: { value: T } | null = null;

  constructor(compute: () => T) {
    this.#compute = compute;
  }

  readonly subscribe = (listener: () => void): Cancel => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly getSnapshot = (): T => {
    this.#snapshot ??= { value: this.#compute() };
    return this.#snapshot.value;
  };

  get watched(): boolean {
    return this.#listeners.size > 0;
  }

  changed(): void {
    this.#snapshot = null;
    for (const listener of [...this.#listeners]) listener();
  }
}

/** A store that holds its value. */
export class ValueStore<T> implements Store<T> {
  readonly #lazy: LazyStore<T>;
  #value: T;

  constructor(value: T) {
    this.#value = value;
    this.#lazy = new LazyStore(() => this.#value);
  }

  readonly subscribe = (listener: () => void): Cancel => this.#lazy.subscribe(listener);
  readonly getSnapshot = (): T => this.#value;

  set(value: T): void {
    if (Object.is(value, this.#value)) return;
    this.#value = value;
    this.#lazy.changed();
  }
}
