import { ConfirmDialog } from '@parley/ui';
import { useTranslations } from 'next-intl';
import { useEffect, useEffectEvent } from 'react';
import { signOut, useClient } from '../../state/client';
import { useStored } from '../../state/use-store';

/** Signs out; asks first only when something would be lost. */
export function SignOutQuestion({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const t = useTranslations('settings');
  const app = useTranslations('app');
  const client = useClient();
  const unsent = useStored(client.chatList, ({ items }) => items.some((row) => row.outgoing !== null));
  const leave = (): void => {
    onOpenChange(false);
    void signOut(client);
  };
  const leaveUnasked = useEffectEvent((): void => {
    if (!unsent) leave();
  });
  useEffect(() => {
    if (open) leaveUnasked();
  }, [open]);
  return (
    <ConfirmDialog
      open={open && unsent}
      onOpenChange={onOpenChange}
      title={t('signOutTitle')}
      body={t('signOutBody')}
      confirmLabel={t('signOutAnyway')}
      cancelLabel={app('cancel')}
      onConfirm={leave}
    />
  );
}
