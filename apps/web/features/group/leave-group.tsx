import type { ChatRow } from '@parley/sdk';
import { Button, ConfirmDialog } from '@parley/ui';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useClient } from '../../state/client';
import { useErrorText } from '../../state/use-error-text';
import { useAct } from './use-act';

/** The chat closes when the entry that takes it off the list arrives. */
export function LeaveGroup({ row }: { row: ChatRow }) {
  const t = useTranslations('group');
  const app = useTranslations('app');
  const errorText = useErrorText();
  const client = useClient();
  const [asking, setAsking] = useState(false);
  const { busy, failure, run } = useAct();
  const alone = (row.memberCount ?? 0) <= 1;
  const leave = (): void => {
    setAsking(false);
    void run(() => client.groups.leave(row.conversationId));
  };
  return (
    <footer className="flex min-h-14 shrink-0 flex-col items-start justify-center gap-1 border-t border-line px-4 py-2 pb-[max(8px,env(safe-area-inset-bottom))]">
      {row.role === 'owner' && !alone ? (
        <p className="text-meta text-muted">{t('mustHandOver')}</p>
      ) : (
        <Button kind="danger-link" disabled={busy} onClick={() => setAsking(true)}>
          {t('leave')}
        </Button>
      )}
      {failure && (
        <p role="alert" className="text-meta text-danger">
          {errorText(failure)}
        </p>
      )}
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={t('leaveTitle', { name: row.name ?? '' })}
        body={alone ? t('leaveAlone') : t('leaveBody')}
        confirmLabel={t('leave')}
        cancelLabel={app('cancel')}
        onConfirm={leave}
      />
    </footer>
  );
}
