import { Button, ConfirmDialog, cx } from '@parley/ui';
import { LogOut } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { signOut, useClient } from '../../state/client';
import { useStored } from '../../state/use-store';

/** Asks first only when something would be lost. */
export function SignOutButton({ kind }: { kind: 'plain' | 'quiet' }) {
  const t = useTranslations('settings');
  const app = useTranslations('app');
  const client = useClient();
  const unsent = useStored(client.chatList, ({ items }) => items.some((row) => row.outgoing !== null));
  const [asking, setAsking] = useState(false);
  const leave = (): void => void signOut(client);
  return (
    <>
      <Button
        kind={kind}
        className={cx(kind === 'quiet' ? 'justify-start !px-2' : 'self-start')}
        onClick={() => (unsent ? setAsking(true) : leave())}
      >
        <LogOut aria-hidden size={18} strokeWidth={1.75} />
        {t('signOut')}
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={t('signOutTitle')}
        body={t('signOutBody')}
        confirmLabel={t('signOutAnyway')}
        cancelLabel={app('cancel')}
        onConfirm={leave}
      />
    </>
  );
}
