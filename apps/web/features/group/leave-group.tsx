import type { ChatRow } from '@parley/sdk';
import { Button, ConfirmDialog } from '@parley/ui';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useClient } from '../../state/client';
import { closeChat } from '../../state/location';
import { useErrorText } from '../../state/use-error-text';
import { useAct } from './use-act';

export function LeaveGroup({ row }: { row: ChatRow }) {
  const t = useTranslations('group');
  const app = useTranslations('app');
  const errorText = useErrorText();
  const client = useClient();
  const [asking, setAsking] = useState(false);
  const { busy, failure, run } = useAct();
  const leave = async (): Promise<void> => {
    setAsking(false);
    if (await run(() => client.leaveGroup(row.conversationId))) closeChat();
  };
  return (
    <div className="flex flex-col items-end gap-1">
      <Button kind="danger-link" disabled={busy} onClick={() => setAsking(true)}>
        {t('leave')}
      </Button>
      {failure && (
        <p role="alert" className="max-w-64 text-right text-meta text-danger">
          {errorText(failure)}
        </p>
      )}
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={t('leaveTitle', { name: row.name ?? '' })}
        body={t('leaveBody')}
        confirmLabel={t('leave')}
        cancelLabel={app('cancel')}
        onConfirm={() => void leave()}
      />
    </div>
  );
}
