import { useEffect, useState } from 'react';

/**
 * What opens is drawn from its first opening on: most are never opened. The first time it is drawn closed
 * before it opens, so that it comes in as it does later.
 */
export function useFirstOpened(open: boolean): { readonly drawn: boolean; readonly open: boolean } {
  const [there, setThere] = useState(false);
  useEffect(() => {
    if (!open || there) return;
    const frame = requestAnimationFrame(() => setThere(true));
    return () => cancelAnimationFrame(frame);
  }, [open, there]);
  return { drawn: there || open, open: open && there };
}
