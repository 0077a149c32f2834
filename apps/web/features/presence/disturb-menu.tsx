import { isQuiet } from '@parley/core';
import { Button, Menu } from '@parley/ui';
import { MinusCircle } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { untilTime } from '../../i18n/dates';
import { useClient } from '../../state/client';
import { useErrorText } from '../../state/use-error-text';
import { useNow } from '../../state/use-now';
import { useStore } from '../../state/use-store';
import { useAct } from '../group/use-act';
import { Notice } from '../shell/notice';
import { useDisturb } from './use-disturb';
import { UNTILS, type Until, untilAt } from './untils';

/** Nothing is pushed to me for a while, and others see that I want to be left alone: the pause of my notifications. */
export function DisturbMenu() {
  const t = useTranslations('presence');
  const title = useTranslations('there')('dnd');
  const locale = useLocale();
  const client = useClient();
  const { settings } = useStore(client.notifications);
  const now = useNow(15_000);
  const errorText = useErrorText();
  const { busy, failure, run } = useAct();
  const disturb = useDisturb();
  const { pausedUntil } = disturb;
  const pause = (until: number | null): void => void run(() => disturb.pause(until));
  const items = UNTILS.map((until: Until) => ({ key: until, label: t(until) }));
  const quietByHours = settings !== null && pausedUntil === null && isQuiet(settings, now);
  return (
    <section className="flex flex-col gap-1" aria-label={title}>
      {failure && <Notice text={errorText(failure)} />}
      <div className="flex items-center gap-2">
        <MinusCircle aria-hidden size={18} strokeWidth={1.75} className="shrink-0 text-muted" />
        <span className="min-w-0 flex-1 text-list">{title}</span>
        {pausedUntil === null ? (
          <Menu
            trigger={
              <Button size="sm" disabled={busy || settings === null}>
                {t('turnOn')}
              </Button>
            }
            items={items}
            onChoose={({ key }) => pause(untilAt(key, client.now()))}
          />
        ) : (
          <Button size="sm" disabled={busy} onClick={() => pause(null)}>
            {t('turnOff')}
          </Button>
        )}
      </div>
      <p className="text-meta text-muted">
        {pausedUntil !== null
          ? t('dndUntil', { when: untilTime(pausedUntil, now, locale) })
          : quietByHours
            ? t('dndQuiet')
            : t('dndHint')}
      </p>
    </section>
  );
}
