import { useLocale } from 'next-intl';
import { fullTime, listTime } from '../../i18n/time';

/** When it was, as short as a list says it; whole under the pointer. */
export function ListTime({ at, now }: { at: number; now: number }) {
  const locale = useLocale();
  return (
    <time
      dateTime={new Date(at).toISOString()}
      title={fullTime(at, locale)}
      className="shrink-0 text-meta text-muted tabular-nums"
    >
      {listTime(at, now, locale)}
    </time>
  );
}
