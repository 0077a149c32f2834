import { current } from '@parley/core';
import { Avatar, MiddleTruncate, Popover, Tooltip } from '@parley/ui';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useClient, useMe } from '../../state/client';
import { useNow } from '../../state/use-now';
import { useStore } from '../../state/use-store';
import { AwaySwitch, LastSeenChoice } from './my-choices';
import { DisturbMenu } from './disturb-menu';
import { StatusForm } from './status-form';
import { useMyMark } from './use-my-mark';

/** Me, and how others see me: behind my picture. */
export function MyPresence() {
  const t = useTranslations('presence');
  const nav = useTranslations('nav');
  const me = useMe();
  const mark = useMyMark();
  const [open, setOpen] = useState(false);
  const label = t('meLabel', { name: nav('you', { name: me.name }), state: t(mark ?? 'offline') });
  return (
    <Popover
      title={t('title')}
      align="start"
      tall
      open={open}
      onOpenChange={setOpen}
      trigger={
        <button type="button" className="rounded-full panes:mb-3">
          <span className="sr-only">{label}</span>
          <Tooltip label={label} side="right">
            <span className="block">
              <Avatar id={me.userId} name={me.name} size="md" presence={mark} on="bg" />
            </span>
          </Tooltip>
        </button>
      }
    >
      <div className="-mx-4 flex min-h-0 flex-col gap-4 overflow-y-auto px-4 pb-1">
        <Mine label={t(mark ?? 'offline')} />
        <StatusForm onDone={() => setOpen(false)} />
        <DisturbMenu />
        <AwaySwitch />
        <LastSeenChoice />
      </div>
    </Popover>
  );
}

function Mine({ label }: { label: string }) {
  const me = useMe();
  const mark = useMyMark();
  const now = useNow();
  const said = current(useStore(useClient().ownPresence).own?.custom ?? null, now);
  return (
    <div className="flex items-center gap-3">
      <Avatar id={me.userId} name={me.name} presence={mark} on="raised" />
      <div className="min-w-0">
        <MiddleTruncate text={me.name} className="text-list font-medium" />
        <p className="truncate text-meta text-muted">
          {said === null ? label : [said.emoji, said.text].filter(Boolean).join(' ')}
        </p>
      </div>
    </div>
  );
}
