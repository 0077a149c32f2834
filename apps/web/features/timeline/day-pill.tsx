import { cx } from '@parley/ui';
import { useLocale } from 'next-intl';
import { dayLabel } from '../../i18n/time';

/** A day, centred between its messages; floating: the day of what is at the top of the screen. */
export function DayPill({ at, now, floating }: { at: number; now: number; floating?: boolean }) {
  const locale = useLocale();
  return (
    <div
      aria-hidden={floating}
      className={cx(
        'pointer-events-none flex justify-center',
        floating === true ? 'absolute inset-x-0 top-2.5 z-10' : 'py-2.5',
      )}
    >
      <span className="rounded-full border border-line bg-surface px-2.5 py-0.5 text-meta font-medium text-muted">
        {dayLabel(at, now, locale)}
      </span>
    </div>
  );
}
