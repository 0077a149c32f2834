import { type ComponentType, type FC, useEffect, useState } from 'react';
import { partMissing } from './missing-part';
import { allWords } from './words';

/** A part of the page whose script comes when it is first needed. */
export type LazyPart<P> = FC<P> & {
  /** Whoever is about to open it has the script on its way. */
  readonly preload: () => void;
};

type Load<P> = () => Promise<ComponentType<P>>;

/**
 * Draws `Waiting` until the part is there. Not React's `lazy`: a part that is there already is drawn at once, without a frame of
 * what waits, and one that can't be fetched says so where `lazy` would throw, and take the page with it. It comes with all words
 * (words.ts), unless it is said that it does with the `first` ones.
 */
export function lazyPart<P extends object>(
  load: Load<P>,
  Waiting: ComponentType<P> = Nothing,
  words: 'all' | 'first' = 'all',
): LazyPart<P> {
  let loaded: ComponentType<P> | null = null;
  let loading: Promise<ComponentType<P>> | null = null;
  const get = (): Promise<ComponentType<P>> => {
    loading ??= Promise.all([load(), words === 'all' ? allWords() : null]).then(
      ([part]) => (loaded = part),
      (error: unknown) => {
        loading = null;
        throw error;
      },
    );
    return loading;
  };
  function Part(props: P) {
    const [Loaded, setLoaded] = useState(() => loaded);
    useEffect(() => {
      if (Loaded !== null) return;
      let current = true;
      get().then((part) => current && setLoaded(() => part), partMissing.tell);
      return () => {
        current = false;
      };
    }, [Loaded]);
    return Loaded === null ? <Waiting {...props} /> : <Loaded {...props} />;
  }
  return Object.assign(Part, { preload: () => void get().catch(() => {}) });
}

type DialogProps = { readonly open: boolean };

/** A dialog: fetched when it first opens, and there from then on, so that it can fade as it goes. */
export function lazyDialog<P extends object>(load: Load<P>): LazyPart<P & DialogProps> {
  const Part = lazyPart(load);
  function Dialog(props: P & DialogProps) {
    const [wanted, setWanted] = useState(props.open);
    if (props.open && !wanted) setWanted(true);
    return wanted ? <Part {...props} /> : null;
  }
  return Object.assign(Dialog, { preload: Part.preload });
}

function Nothing() {
  return null;
}
