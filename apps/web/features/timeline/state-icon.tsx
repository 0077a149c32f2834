import type { TimelineMessage } from '@parley/sdk';
import { cx } from '@parley/ui';
import { Check, CheckCheck, CircleAlert, Clock3, type LucideIcon } from 'lucide-react';
import { useTranslations } from 'next-intl';

type OwnState = Exclude<TimelineMessage['state'], 'received'>;

const icons: Record<OwnState, { icon: LucideIcon; tone: string }> = {
  pending: { icon: Clock3, tone: 'text-faint' },
  sent: { icon: Check, tone: 'text-faint' },
  delivered: { icon: CheckCheck, tone: 'text-faint' },
  read: { icon: CheckCheck, tone: 'text-accent' },
  failed: { icon: CircleAlert, tone: 'text-danger' },
};

/** How far a message of mine is: clock, one tick, two ticks, two in accent; with its name for everyone. */
export function StateIcon({ state }: { state: OwnState }) {
  const t = useTranslations('chats');
  const { icon: Icon, tone } = icons[state];
  const label = state === 'pending' ? t('waiting') : t(state);
  return (
    <span title={label} className={cx('inline-flex shrink-0', tone)}>
      <Icon aria-hidden size={14} strokeWidth={2} />
      <span className="sr-only">{label}</span>
    </span>
  );
}
