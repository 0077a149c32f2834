import { useEffect, useState } from 'react';
import { useClient } from '../../state/client';

/** The longest that a timer can wait. */
const MAX_MS = 2 ** 31 - 1;

/** Whether a mute still runs; it ends by itself. */
export function useMuted(until: number | null): boolean {
  const client = useClient();
  const [now, setNow] = useState(client.now);
  const left = until === null ? 0 : until - now;
  useEffect(() => {
    if (left <= 0) return;
    const timer = setTimeout(() => setNow(client.now()), Math.min(left, MAX_MS));
    return () => clearTimeout(timer);
  }, [client, left]);
  return left > 0;
}
