import type { TimelineMessage } from '@parley/sdk';
import { Button } from '@parley/ui';
import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { useClient } from '../../state/client';
import { useNetwork } from '../connection/use-connection-view';

/** As long as a send takes that is just slow. */
const PATIENCE_MS = 5_000;

/** Under a message that has to wait: it can be taken back as long as nothing of it has left this device. */
export function Waiting({ message: { clientMsgId, cancellable } }: { message: TimelineMessage }) {
  const t = useTranslations('message');
  const client = useClient();
  const network = useNetwork();
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, []);
  if (network && !late) return null;
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 pt-0.5 pb-1 text-meta text-muted">
      <span>{cancellable ? t('pending') : t('leaving')}</span>
      {cancellable && (
        <Button kind="link" size="text" onClick={() => client.discard(clientMsgId)}>
          {t('cancel')}
        </Button>
      )}
    </div>
  );
}
