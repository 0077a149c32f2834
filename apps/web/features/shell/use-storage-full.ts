import { useTranslations } from 'next-intl';
import { useEffect, useEffectEvent } from 'react';
import { useClient } from '../../state/client';
import { tellNotice } from '../../state/notice';

/** Says once that this browser has no room for all that there is to keep: nothing is lost, but not all of it is there offline. */
export function useStorageFull(): void {
  const t = useTranslations('timeline');
  const client = useClient();
  const tell = useEffectEvent(() => tellNotice(t('storageFull')));
  useEffect(() => {
    let told = false;
    return client.onWarning((_, error) => {
      if (told || !(error instanceof Error) || error.name !== 'QuotaExceededError') return;
      told = true;
      tell();
    });
  }, [client]);
}
