'use client';
import { Button, EmptyState } from '@parley/ui';
import { Compass } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { PreferencesProvider } from '../../state/preferences';
import { useInBrowser } from './use-in-browser';

export function NotFound() {
  if (!useInBrowser()) return null;
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
        icon={Compass}
        title={t('notFoundTitle')}
        body={t('notFoundBody')}
        action={
          <Button kind="primary" onClick={() => location.assign('/')}>
            {t('backHome')}
          </Button>
        }
      />
    </main>
  );
}
