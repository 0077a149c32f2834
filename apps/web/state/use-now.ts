import { useEffect, useState } from 'react';

/** The time, to the minute: what says "today" or "2 minutes ago" stays true while nobody touches the page. */
export function useNow(everyMs = 60_000): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}
