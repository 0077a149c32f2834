import type { ReactNode } from 'react';
import { useNow } from '../../state/use-now';
import { ListTime } from '../time/list-time';

/** What was decided, and when. */
export function DecisionLine({ at, children }: { at: number; children: ReactNode }) {
  const now = useNow();
  return (
    <p className="flex items-baseline justify-between gap-3">
      {children}
      <ListTime at={at} now={now} />
    </p>
  );
}
