import type { NotificationSettings } from '@parley/contract';
import { Button, Select, Switch, TextField } from '@parley/ui';
import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { listTime } from '../../i18n/time';
import { useClient } from '../../state/client';
import { useNow } from '../../state/use-now';
import { fromMinutes, toMinutes, zones } from './quiet-times';
import type { Save } from './use-save';

type Props = { settings: NotificationSettings; save: Save['save'] };

/** When one wants to be left alone every day, by the clock of a place; and from now for an hour. */
export function QuietHours({ settings, save }: Props) {
  const t = useTranslations('notifications');
  const { quietHours } = settings;
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const turn = (on: boolean): void => {
    // Whoever has set nothing yet means the clock on their wall.
    const timeZone = settings.version === 0 || quietHours.timeZone === 'UTC' ? here : quietHours.timeZone;
    void save({ quietHours: { ...quietHours, on, timeZone } });
  };
  return (
    <div className="flex flex-col gap-2">
      <Switch label={t('quiet')} checked={quietHours.on} onChange={turn} />
      {quietHours.on && <Times key={settings.version} settings={settings} save={save} />}
      <Pause settings={settings} save={save} />
    </div>
  );
}

function Times({ settings: { quietHours }, save }: Props) {
  const t = useTranslations('notifications');
  const [from, setFrom] = useState(fromMinutes(quietHours.from));
  const [to, setTo] = useState(fromMinutes(quietHours.to));
  const store = (): void => {
    const minutes = { from: toMinutes(from), to: toMinutes(to) };
    if (minutes.from === null || minutes.to === null || minutes.from === minutes.to) return;
    if (minutes.from === quietHours.from && minutes.to === quietHours.to) return;
    void save({ quietHours: { ...quietHours, from: minutes.from, to: minutes.to } });
  };
  const same = from === to ? t('sameTimes') : undefined;
  return (
    <div className="grid grid-cols-2 gap-3">
      <TextField
        type="time"
        label={t('from')}
        value={from}
        required
        onChange={(event) => setFrom(event.target.value)}
        onBlur={store}
        error={same}
      />
      <TextField
        type="time"
        label={t('to')}
        value={to}
        required
        onChange={(event) => setTo(event.target.value)}
        onBlur={store}
      />
      <div className="col-span-2">
        <Select
          label={t('zone')}
          value={quietHours.timeZone}
          options={zones(quietHours.timeZone).map((zone) => ({ value: zone, label: zone.replaceAll('_', ' ') }))}
          onChange={(timeZone) => void save({ quietHours: { ...quietHours, timeZone } })}
        />
      </div>
    </div>
  );
}

function Pause({ settings: { pausedUntil }, save }: Props) {
  const t = useTranslations('notifications');
  const locale = useLocale();
  const client = useClient();
  const now = useNow(10_000);
  if (pausedUntil === null || pausedUntil <= now) {
    return (
      <Button size="sm" className="self-start" onClick={() => void save({ pausedUntil: client.now() + 3_600_000 })}>
        {t('pause')}
      </Button>
    );
  }
  return (
    <p className="flex flex-wrap items-center gap-3 text-list">
      {t('paused', { when: listTime(pausedUntil, now, locale) })}
      <Button size="sm" onClick={() => void save({ pausedUntil: null })}>
        {t('resume')}
      </Button>
    </p>
  );
}
