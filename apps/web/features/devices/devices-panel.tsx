import { Button, ConfirmDialog, Skeleton } from '@parley/ui';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useClient } from '../../state/client';
import { tellNotice } from '../../state/notice';
import { shownError, useErrorText } from '../../state/use-error-text';
import { useStore } from '../../state/use-store';
import { useAct } from '../group/use-act';
import { Notice } from '../shell/notice';
import { DeviceRow } from './device-row';

/** Where I am signed in, and the way to end it there. */
export function DevicesPanel() {
  const t = useTranslations('devices');
  return (
    <>
      <p className="text-list text-muted">{t('intro')}</p>
      <Devices />
    </>
  );
}

function Devices() {
  const t = useTranslations('devices');
  const app = useTranslations('app');
  const errorText = useErrorText();
  const { deviceList } = useClient();
  const { status, devices, error } = useStore(deviceList);
  if (status === 'loading') return <Skeleton className="h-24" />;
  if (status === 'error' && error !== null) {
    return (
      <>
        <Notice text={errorText(shownError(error))} />
        <Button className="self-start" onClick={() => void deviceList.reload()}>
          {app('retry')}
        </Button>
      </>
    );
  }
  // This one first: it is what the others are compared with.
  const sorted = [...devices].sort((a, b) => Number(b.current) - Number(a.current));
  return (
    <>
      {error !== null && <Notice text={t('stale', { reason: errorText(shownError(error)) })} />}
      <ul className="flex flex-col divide-y divide-line">
        {sorted.map((device) => (
          <DeviceRow key={device.deviceId} device={device} />
        ))}
      </ul>
      <Others count={devices.filter(({ current }) => !current).length} />
    </>
  );
}

function Others({ count }: { count: number }) {
  const t = useTranslations('devices');
  const app = useTranslations('app');
  const errorText = useErrorText();
  const { deviceList } = useClient();
  const { busy, failure, run } = useAct();
  const [asking, setAsking] = useState(false);
  const signOut = (): void => {
    setAsking(false);
    void run(async () => tellNotice(t('signedOut', { count: await deviceList.signOutOthers() })));
  };
  return (
    <>
      {failure && <Notice text={errorText(failure)} />}
      {count > 0 && (
        <Button kind="danger" className="self-start" disabled={busy} onClick={() => setAsking(true)}>
          {t('others', { count })}
        </Button>
      )}
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={t('othersTitle', { count })}
        body={t('othersBody')}
        confirmLabel={t('signOut')}
        cancelLabel={app('cancel')}
        onConfirm={signOut}
      />
    </>
  );
}
