import { useLocale, useTranslations } from 'next-intl';
import { fullTime, listTime } from '../../i18n/time';
import { decidedOf } from '../../platform/decided-here';
import { useNow } from '../../state/use-now';
import { useReasonText } from './reasons';

/** What this browser made of a message while Parley was open in it; nothing when it had nothing to decide. */
export function WhyHere({ conversationId, seq }: { conversationId: string; seq: number }) {
  const t = useTranslations('why');
  const locale = useLocale();
  const now = useNow();
  const text = useReasonText();
  const decided = decidedOf(conversationId, seq);
  if (decided === null) return null;
  const { decision, reason, at } = decided;
  return (
    <>
      <section aria-label={t('here')} className="flex flex-col gap-0.5 border-b border-line py-2.5">
        <p className="flex items-baseline justify-between gap-3">
          <span className="text-list font-medium">{t('hereDecision', { decision: text.decision(decision) })}</span>
          <time
            dateTime={new Date(at).toISOString()}
            title={fullTime(at, locale)}
            className="shrink-0 text-meta text-muted tabular-nums"
          >
            {listTime(at, now, locale)}
          </time>
        </p>
        <p className="text-list">{reason === 'read' ? t('hereRead') : text.reason(reason)}</p>
      </section>
      <p className="pt-2.5 text-meta text-muted">{t('pushed')}</p>
    </>
  );
}
