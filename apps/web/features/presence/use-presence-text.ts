import type { Presence } from '@parley/contract';
import { current } from '@parley/core';
import { useLocale, useTranslations } from 'next-intl';
import { listTime } from '../../i18n/time';
import { markOf } from '../../state/use-presence';

/** What stands below a name: whether they are there, or when they were, and what they say of themselves. */
export function usePresenceText(): (presence: Presence | undefined, now: number) => string {
  const t = useTranslations('presence');
  const thereText = useTranslations('there');
  const locale = useLocale();
  return (presence, now) => {
    if (presence === undefined) return '';
    const mark = markOf(presence);
    const seen =
      presence.lastSeenAt === null
        ? thereText('offline')
        : t('lastSeen', { when: listTime(presence.lastSeenAt, now, locale) });
    const there = mark === null ? seen : thereText(mark);
    const said = current(presence.status ?? null, now);
    return said === null || said.text === '' ? there : t('says', { there, said: said.text });
  };
}
