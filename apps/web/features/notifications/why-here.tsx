import { useTranslations } from 'next-intl';
import { decidedOf } from '../../platform/decided-here';
import { DecisionLine } from './decision-line';
import { useReasonText } from './reasons';

/** What this browser made of a message while Parley was open in it; nothing when it had nothing to decide. */
export function WhyHere({ conversationId, seq }: { conversationId: string; seq: number }) {
  const t = useTranslations('why');
  const text = useReasonText();
  const decided = decidedOf(conversationId, seq);
  if (decided === null) return null;
  const { decision, reason, at } = decided;
  return (
    <>
      <section aria-label={t('here')} className="flex flex-col gap-0.5 border-b border-line py-2.5">
        <DecisionLine at={at}>
          <span className="text-list font-medium">{t('hereDecision', { decision: text.decision(decision) })}</span>
        </DecisionLine>
        <p className="text-list">{reason === 'read' ? t('hereRead') : text.reason(reason)}</p>
      </section>
      <p className="pt-2.5 text-meta text-muted">{t('pushed')}</p>
    </>
  );
}
