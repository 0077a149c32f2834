import { ConfirmDialog } from '@parley/ui';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import type { CallQuestion as Question } from './use-call-question';

/** Before many people are called. */
export function CallQuestion({ question: { count, asking, answer } }: { question: Question }) {
  const t = useTranslations('mention');
  const app = useTranslations('app');
  // Nearly never asked: its words are made when it first is.
  const [asked, setAsked] = useState(asking);
  if (asking && !asked) setAsked(true);
  if (!asked) return null;
  return (
    <ConfirmDialog
      open={asking}
      onOpenChange={(open) => !open && answer(false)}
      title={t('confirmTitle', { count })}
      body={t('confirmBody')}
      confirmLabel={t('confirm', { count })}
      cancelLabel={app('cancel')}
      onConfirm={() => answer(true)}
    />
  );
}
