'use client';
import { Button, EmptyState } from '@parley/ui';
import { CircleAlert } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { PreferencesProvider } from '../../state/preferences';

/** Drawn when a component threw: the data are safe in the cache and the queue, so a reload goes on. */
export function Crashed() {
  return (
    <PreferencesProvider>
      <Body />
    </PreferencesProvider>
  );
}

function Body() {
  const t = useTranslations('app');
  return (
    <main className="flex h-dvh">
      <EmptyState
        icon={CircleAlert}
        title={t('crashTitle')}
        body={t('crashBody')}
        action={
          <Button kind="primary" onClick={() => location.reload()}>
            {t('reload')}
          </Button>
        }
      />
    </main>
  );
}
