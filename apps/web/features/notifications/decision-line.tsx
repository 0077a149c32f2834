import { useLocale } from 'next-intl';
import type { ReactNode } from 'react';
import { fullTime, listTime } from '../../i18n/time';
import { useNow } from '../../state/use-now';

/** What was decided, and when. */
export function DecisionLine({ at, children }: { at: number; children: ReactNode }) {
  const locale = useLocale();
  const now = useNow();
  return (
    <p className="flex items-baseline justify-between gap-3">
      {children}
      <time
        dateTime={new Date(at).toISOString()}
        title={fullTime(at, locale)}
        className="shrink-0 text-meta text-muted tabular-nums"
      >
        {listTime(at, now, locale)}
      </time>
    </p>
  );
}
