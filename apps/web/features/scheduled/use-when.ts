import { useLocale } from 'next-intl';
import { dayLabel } from '../../i18n/dates';
import { clockTime } from '../../i18n/time';
import { useNow } from '../../state/use-now';

/** A moment that lies ahead, with its day. */
export function useWhen(): (at: number) => string {
  const locale = useLocale();
  const now = useNow();
  return (at) => `${dayLabel(at, now, locale)} ${clockTime(at, locale)}`;
}
