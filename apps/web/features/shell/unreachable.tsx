import { Button, EmptyState } from '@parley/ui';
import { CloudOff } from 'lucide-react';
import { useTranslations } from 'next-intl';

/** Nothing is stored here and the server can't be asked who this is. */
export function Unreachable({ onRetry }: { onRetry: () => void }) {
  const app = useTranslations('app');
  const errors = useTranslations('errors');
  return (
    <main className="flex h-dvh">
      <EmptyState
        icon={CloudOff}
        title={app('name')}
        body={errors('UNAVAILABLE')}
        action={
          <Button kind="primary" onClick={onRetry}>
            {app('retry')}
          </Button>
        }
      />
    </main>
  );
}
