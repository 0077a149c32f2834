import type { Device } from '@parley/contract';
import { ConfirmDialog, IconButton, Menu, MiddleTruncate } from '@parley/ui';
import { AppWindow, Bot, Ellipsis, Laptop, type LucideIcon, Smartphone, Tablet } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { useRef, useState } from 'react';
import { fullTime, listTime } from '../../i18n/time';
import { useClient } from '../../state/client';
import { useErrorText } from '../../state/use-error-text';
import { useNow } from '../../state/use-now';
import { useAct } from '../group/use-act';
import { Notice } from '../shell/notice';
import { RenameDevice } from './rename-device';

const KINDS = ['browser', 'phone', 'tablet', 'computer', 'other'] as const;
const ICONS: Record<(typeof KINDS)[number], LucideIcon> = {
  browser: AppWindow,
  phone: Smartphone,
  tablet: Tablet,
  computer: Laptop,
  other: Bot,
};
/** A server writes down once a minute that a device is there. */
const NOW_MS = 2 * 60_000;

/** One device: what it is, when and where from it was last used; to rename, and to sign out when it is not this one. */
export function DeviceRow({ device }: { device: Device }) {
  const t = useTranslations('devices');
  const errorText = useErrorText();
  const { deviceList } = useClient();
  const { failure, run } = useAct();
  const [asking, setAsking] = useState<'rename' | 'signOut' | null>(null);
  const acts = useRef<HTMLButtonElement>(null);
  const renamed = (): void => {
    setAsking(null);
    // The field that had the focus is gone: by keyboard one would begin at the top of the list again.
    acts.current?.focus();
  };
  const { deviceId, name, current } = device;
  const kind = KINDS.find((one) => one === device.kind) ?? 'other';
  const Icon = ICONS[kind];
  const items = [
    { key: 'rename' as const, label: t('rename') },
    ...(current ? [] : [{ key: 'signOut' as const, label: t('signOut'), danger: true }]),
  ];
  return (
    <li className="flex flex-col gap-2 py-2.5">
      <div className="flex items-center gap-3">
        <span title={t(`kind.${kind}`)} className="shrink-0 text-muted">
          <Icon aria-hidden size={20} strokeWidth={1.75} />
          <span className="sr-only">{t(`kind.${kind}`)}</span>
        </span>
        <div className="min-w-0 flex-1">
          <p className="flex items-baseline gap-2">
            <MiddleTruncate text={name} className="min-w-0 text-list font-medium" />
            {current && <span className="shrink-0 text-meta font-medium text-accent">{t('current')}</span>}
          </p>
          <Seen device={device} />
        </div>
        <Menu
          trigger={<IconButton ref={acts} icon={Ellipsis} label={t('acts', { name })} side="left" />}
          items={items}
          onChoose={({ key }) => setAsking(key)}
        />
      </div>
      {failure && <Notice text={errorText(failure)} />}
      {asking === 'rename' && <RenameDevice device={device} onClose={renamed} />}
      <SignOut
        name={name}
        open={asking === 'signOut'}
        onClose={() => setAsking(null)}
        onConfirm={() => void run(() => deviceList.signOut(deviceId))}
      />
    </li>
  );
}

function Seen({ device: { lastSeenAt, createdAt, address, current } }: { device: Device }) {
  const t = useTranslations('devices');
  const locale = useLocale();
  const now = useNow(10_000);
  const isNow = current || (lastSeenAt !== null && now - lastSeenAt < NOW_MS);
  const seen = isNow
    ? t('now')
    : lastSeenAt === null
      ? t('never')
      : t('seen', { when: listTime(lastSeenAt, now, locale) });
  const full = `${lastSeenAt === null ? '' : `${fullTime(lastSeenAt, locale)}\n`}${t('since', { when: fullTime(createdAt, locale) })}`;
  return (
    <p title={full} className="truncate text-meta text-muted tabular-nums">
      {address === null ? seen : t('from', { when: seen, address })}
    </p>
  );
}

type SignOutProps = { name: string; open: boolean; onClose: () => void; onConfirm: () => void };

function SignOut({ name, open, onClose, onConfirm }: SignOutProps) {
  const t = useTranslations('devices');
  const app = useTranslations('app');
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={(next) => !next && onClose()}
      title={t('signOutTitle', { name })}
      body={t('signOutBody')}
      confirmLabel={t('signOut')}
      cancelLabel={app('cancel')}
      onConfirm={() => {
        onClose();
        onConfirm();
      }}
    />
  );
}
