import { current } from '@parley/core';
import { Avatar, MiddleTruncate, Popover } from '@parley/ui';
import { useTranslations } from 'next-intl';
import { useClient, useMe } from '../../state/client';
import { useNow } from '../../state/use-now';
import { useSurface } from '../../state/surface';
import { useStore } from '../../state/use-store';
import { AwaySwitch, LastSeenChoice } from './my-choices';
import { DisturbMenu } from './disturb-menu';
import { MyButton } from './my-button';
import { StatusForm } from './status-form';
import { useMyMark } from './use-my-mark';

/** Me, and how others see me: behind my picture. */
export function MyPresence({ startsOpen }: { startsOpen: boolean }) {
  const t = useTranslations('presence');
  const there = useTranslations('there');
  const mark = useMyMark();
  const [open, setOpen] = useSurface('presence', startsOpen);
  return (
    <Popover title={t('title')} align="start" tall open={open} onOpenChange={setOpen} trigger={<MyButton />}>
      <div className="-mx-4 flex min-h-0 flex-col gap-4 overflow-y-auto px-4 pb-1">
        <Mine label={there(mark ?? 'offline')} />
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
