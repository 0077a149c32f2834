import { type ComponentType, useEffect, useState } from 'react';

/** A part that is fetched when it is first wanted; after a try that failed, it is fetched again. */
export class Later<P extends object> {
  readonly #load: () => Promise<ComponentType<P>>;
  #loading: Promise<ComponentType<P>> | null = null;
  #loaded: ComponentType<P> | null = null;

  constructor(load: () => Promise<ComponentType<P>>) {
    this.#load = load;
  }

  get loaded(): ComponentType<P> | null {
    return this.#loaded;
  }

  get(): Promise<ComponentType<P>> {
    this.#loading ??= this.#load().then(
      (part) => (this.#loaded = part),
      (error: unknown) => {
        this.#loading = null;
        throw error;
      },
    );
    return this.#loading;
  }

  /** What opens it is about to be used. */
  readonly preload = (): void => {
    this.get().catch(() => {});
  };
}

type LaterPartProps<P extends object> = { part: Later<P>; wanted: boolean; with: P };

/** The part from when it was first wanted and is there; before, nothing. */
export function LaterPart<P extends object>({ part, wanted, with: props }: LaterPartProps<P>) {
  const [Part, setPart] = useState<ComponentType<P> | null>(null);
  // What is there already is drawn at once.
  if (wanted && Part === null && part.loaded !== null) setPart(() => part.loaded);
  useEffect(() => {
    if (!wanted || Part !== null) return;
    let current = true;
    part.get().then(
      (loaded) => current && setPart(() => loaded),
      () => {},
    );
    return () => {
      current = false;
    };
  }, [part, wanted, Part]);
  return Part === null ? null : <Part {...props} />;
}
