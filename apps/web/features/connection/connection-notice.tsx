import { Button } from '@parley/ui';
import { CloudOff, RefreshCw, Wifi } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useSyncExternalStore, type ReactNode } from 'react';
import { appUpdate } from '../../platform/service-worker';
import { useClient } from '../../state/client';
import { usePartMissing } from '../../state/missing-part';
import { useNow } from '../../state/use-now';
import { useConnectionView } from './use-connection-view';

/** What there is to say about the connection, floating where the day floats: nothing moves, no name is covered. */
export function ConnectionNotice() {
  const view = useConnectionView();
  const update = useSyncExternalStore(appUpdate.subscribe, appUpdate.getSnapshot, () => false);
  const missing = usePartMissing();
  return (
    <div
      role="status"
      className="pointer-events-none fixed inset-x-0 top-16 z-30 flex flex-col items-center gap-2 px-4 panes:left-[calc(var(--list-width)+3.5rem)]"
    >
      {view.kind === 'offline' && <Offline />}
      {view.kind === 'waiting' && <Waiting retryAt={view.retryAt} />}
      {view.kind === 'back' && <Back />}
      {update ? <Update about="updateTitle" /> : missing && <Update about="partMissing" />}
    </div>
  );
}

function Strip({ icon, children }: { icon: ReactNode; children: ReactNode }) {
  return (
    <div className="pointer-events-auto flex min-h-9 max-w-full items-center gap-2 rounded-full border border-line bg-raised py-1.5 pr-3 pl-3 text-list text-text shadow-raised">
      {icon}
      {children}
    </div>
  );
}

const icon = { 'aria-hidden': true, size: 16, strokeWidth: 1.75 } as const;

function Offline() {
  const t = useTranslations('connection');
  return (
    <Strip icon={<CloudOff {...icon} className="shrink-0 text-warn" />}>
      <span>{t('offline')}</span>
    </Strip>
  );
}

function Waiting({ retryAt }: { retryAt: number | null }) {
  const t = useTranslations('connection');
  const client = useClient();
  const seconds = Math.ceil(((retryAt ?? 0) - useNow(1000)) / 1000);
  if (retryAt === null || seconds <= 0) {
    return (
      <Strip icon={<RefreshCw {...icon} className="shrink-0 text-muted" />}>
        <span>{t('connecting')}</span>
      </Strip>
    );
  }
  return (
    <Strip icon={<CloudOff {...icon} className="shrink-0 text-warn" />}>
      {/* A screen reader hears once that it is connecting, not every second of it. */}
      <span aria-hidden className="tabular-nums">
        {t('unreachable', { seconds })}
      </span>
      <span className="sr-only">{t('connecting')}</span>
      <Button kind="link" size="text" className="!text-list" onClick={() => client.wake()}>
        {t('retryNow')}
      </Button>
    </Strip>
  );
}

function Back() {
  const t = useTranslations('connection');
  return (
    <Strip icon={<Wifi {...icon} className="shrink-0 text-ok" />}>
      <span>{t('back')}</span>
    </Strip>
  );
}

/** What helps is the same: a newer page, or the same one with all its parts. */
function Update({ about }: { about: 'updateTitle' | 'partMissing' }) {
  const t = useTranslations('connection');
  return (
    <Strip icon={<RefreshCw {...icon} className="shrink-0 text-accent" />}>
      <span>{t(about)}</span>
      <Button kind="link" size="text" className="!text-list" onClick={() => appUpdate.apply()}>
        {t('update')}
      </Button>
    </Strip>
  );
}
