import type { Cancel } from './ports.js';

/** What React's useSyncExternalStore wants: the snapshot is the same object until something in it changes. */
export type Store<T> = {
  subscribe(listener: () => void): Cancel;
  getSnapshot(): T;
};

let batches = 0;
const afterwards = new Set<() => void>();

/** Whoever is told of what changes in one go is told once, when it is over. What is asked for meanwhile is as it is then. */
export function batch<T>(run: () => T): T {
  batches += 1;
  try {
    return run();
  } finally {
    batches -= 1;
    if (batches === 0) runAfterwards();
  }
}

/** Once, when the batch that is going on is over; at once when there is none. */
export function afterBatch(run: () => void): void {
  afterwards.add(run);
  if (batches === 0) runAfterwards();
}

/** What is said meanwhile joins them. One that throws keeps none of the others from running. */
function runAfterwards(): void {
  const errors: unknown[] = [];
  batches += 1;
  for (const run of afterwards) {
    afterwards.delete(run);
    try {
      run();
    } catch (error) {
      errors.push(error);
    }
  }
  batches -= 1;
  if (errors.length > 0) throw errors[0];
}

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
    if (this.watched) afterBatch(this.#tell);
  }

  readonly #tell = (): void => {
    const errors: unknown[] = [];
    for (const listener of [...this.#listeners]) {
      try {
        listener();
      } catch (error) {
        errors.push(error);
      }
    }
    if (errors.length > 0) throw errors[0];
  };
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
