import { useEffect, useState } from 'react';
import { useClient } from './client';

/** The server's time, to the minute: what says "today" or "2 minutes ago" stays true while nobody touches the page. */
export function useNow(everyMs = 60_000): number {
  const client = useClient();
  const [now, setNow] = useState(client.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(client.now()), everyMs);
    return () => clearInterval(timer);
  }, [client, everyMs]);
  return now;
}
