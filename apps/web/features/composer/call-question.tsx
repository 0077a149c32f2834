import { ConfirmDialog, useFirstOpened } from '@parley/ui';
import { useTranslations } from 'next-intl';
import type { CallQuestion as Question } from './use-call-question';

/** Before many people are called. */
export function CallQuestion({ question: { count, asking, answer } }: { question: Question }) {
  const t = useTranslations('mention');
  const app = useTranslations('app');
  // Nearly never asked: its words are made when it first is.
  if (!useFirstOpened(asking).drawn) return null;
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
