import { useEffect, useEffectEvent, useState } from 'react';
import { shownError, type ShownError } from './use-error-text';

/** null: on its way. */
export type Loaded<T> = { readonly value: T } | { readonly failure: ShownError } | null;

/** What is asked for once, when it is looked at; asked anew for another key. */
export function useLoaded<T>(key: string, load: () => Promise<T>): Loaded<T> {
  const [loaded, setLoaded] = useState<Loaded<T>>(null);
  const ask = useEffectEvent(load);
  useEffect(() => {
    let current = true;
    ask().then(
      (value) => current && setLoaded({ value }),
      (error: unknown) => current && setLoaded({ failure: shownError(error) }),
    );
    return () => {
      current = false;
    };
  }, [key]);
  return loaded;
}
