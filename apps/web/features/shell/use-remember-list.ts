import { useEffect } from 'react';
import { LIST_KEY } from '../../platform/forget-kept';
import type { RememberedList } from '../../platform/remembered-list';
import { useClient, useMe } from '../../state/client';

const AT_REST_MS = 2_000;
/** More than a window shows. */
const KEPT = 24;

function remember(list: RememberedList): void {
  try {
    localStorage.setItem(LIST_KEY, JSON.stringify(list));
  } catch {
    // Storage may be full, or forbidden: the next start draws no row before it has read them.
  }
}

/** Keeps what the list shows at its top, for the next start of this browser. */
export function useRememberList(): void {
  const { chatList } = useClient();
  const { userId } = useMe();
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const keep = (): void => {
      const { loaded, items } = chatList.getSnapshot();
      if (loaded) remember({ of: userId, rows: items.slice(0, KEPT) });
    };
    const later = (): void => {
      clearTimeout(timer);
      timer = setTimeout(keep, AT_REST_MS);
    };
    later();
    const stop = chatList.subscribe(later);
    // A page that goes may not come to rest any more.
    window.addEventListener('pagehide', keep);
    return () => {
      stop();
      clearTimeout(timer);
      window.removeEventListener('pagehide', keep);
    };
  }, [chatList, userId]);
}
