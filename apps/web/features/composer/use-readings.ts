import { useEffect, useState } from 'react';
import { hasHan, type Readings, unread } from './name-match';

type Table = { readonly readingsOf: Readings };
let kept: Table | null = null;

/** How Chinese names are said: a large table, loaded when Latin letters are typed where there are such names. */
export function useReadings(typed: string, names: readonly string[]): Readings {
  const [loaded, setLoaded] = useState(kept);
  const wanted = loaded === null && /[a-z]/i.test(typed) && names.some(hasHan);
  useEffect(() => {
    if (!wanted) return;
    let current = true;
    import('./pinyin').then(
      (table) => {
        kept = table;
        if (current) setLoaded(table);
      },
      // Without it names are found by what they are written with.
      () => undefined,
    );
    return () => {
      current = false;
    };
  }, [wanted]);
  return loaded?.readingsOf ?? unread;
}
