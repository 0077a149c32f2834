import type { Timeline } from '@parley/sdk';
import { Button, EmptyState } from '@parley/ui';
import { MessageCircleOff } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { leaveMessage } from '../../state/location';

/** In the place of the messages: the one that the address names was deleted, or was never for me to see. */
export function GoneMessage({ timeline }: { timeline: Timeline }) {
  const t = useTranslations('timeline');
  // First what is shown then: the place is opened at once.
  const toNewest = (): void => void timeline.loadNewest().then(leaveMessage);
  return (
    <EmptyState
      icon={MessageCircleOff}
      title={t('goneTitle')}
      body={t('goneBody')}
      action={<Button onClick={toNewest}>{t('goneAction')}</Button>}
    />
  );
}
