import { Button } from '@parley/ui';
import { useLocale, useTranslations } from 'next-intl';
import { useState, useSyncExternalStore } from 'react';
import { browserPush, PushUnreachable } from '../../platform/push';
import { useClient } from '../../state/client';
import { useErrorText } from '../../state/use-error-text';
import { useAct } from '../group/use-act';
import { Notice } from '../shell/notice';
import { WhileOpen } from './while-open';

/** Whether this browser shows notifications: what it is now, and the way to change it. */
export function ThisBrowser() {
  const t = useTranslations('notifications');
  const errorText = useErrorText();
  const locale = useLocale();
  const { notifications } = useClient();
  const state = useSyncExternalStore(browserPush.subscribe, browserPush.getSnapshot, () => null);
  const { busy, failure, run } = useAct();
  const [unreachable, setUnreachable] = useState(false);
  const turnOn = async (): Promise<void> => {
    setUnreachable(false);
    try {
      await browserPush.turnOn(notifications, locale);
    } catch (error) {
      if (!(error instanceof PushUnreachable)) throw error;
      setUnreachable(true);
    }
  };
  return (
    <section aria-label={t('here')} className="flex flex-col gap-2">
      <h3 className="text-meta font-medium text-muted">{t('here')}</h3>
      <div className="flex items-center justify-between gap-3">
        <p aria-live="polite" className="min-h-10 min-w-0 text-list">
          {state !== null && t(`here-${state}`)}
        </p>
        {state === 'off' && (
          <Button kind="primary" disabled={busy} onClick={() => void run(turnOn)}>
            {t('turnOn')}
          </Button>
        )}
        {state === 'on' && (
          <Button disabled={busy} onClick={() => void run(() => browserPush.turnOff(notifications))}>
            {t('turnOff')}
          </Button>
        )}
      </div>
      <WhileOpen />
      {unreachable && <Notice text={t('unreachable')} />}
      {failure && <Notice text={errorText(failure)} />}
    </section>
  );
}
