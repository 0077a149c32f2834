import { useLocale, useTranslations } from 'next-intl';
import { dayLabel } from '../../i18n/dates';
import { dayOf } from '../../i18n/time';
import { useClient } from '../../state/client';
import { leaveMessage } from '../../state/location';
import { tellNotice } from '../../state/notice';
import { shownError, useErrorText } from '../../state/use-error-text';
import { requestDay } from './jump-requests';

/** To the first message of a day, by its midnight, or to the first one of all; where nothing is, to the nearest, which is told. */
export function useGoToDay(conversationId: string): (day: number | null) => void {
  const t = useTranslations('dates');
  const locale = useLocale();
  const errorText = useErrorText();
  const client = useClient();
  const timeline = client.timeline(conversationId);
  return (day) => {
    void timeline.loadAt(day ?? 0).then((seq) => {
      const { messages, error } = timeline.getSnapshot();
      if (seq === null) {
        if (error !== null) tellNotice(errorText(shownError(error)));
        return;
      }
      leaveMessage();
      requestDay(conversationId, seq);
      const at = messages.find((one) => one.seq === seq)?.at;
      if (day === null || at === undefined || dayOf(at) === day) return;
      tellNotice(t('nearest', { day: dayLabel(day, client.now(), locale), shown: dayLabel(at, client.now(), locale) }));
    });
  };
}
