import { Button } from '@parley/ui';
import { Bell, type LucideIcon, MonitorSmartphone } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { SharedState, useShared } from '../../state/shared-state';
import { DevicesDialog } from '../devices/devices-dialog';
import { NotificationsDialog } from '../notifications/notifications-dialog';
import { WhyDialog } from '../notifications/why-dialog';

type Page = 'notifications' | 'devices';

const state = new SharedState<Page | null>(null);

/** The settings that take a page of their own, from wherever they are opened. */
export const settingsPages = {
  open: (page: Page): void => state.set(page),
};

const ICONS: Record<Page, LucideIcon> = { notifications: Bell, devices: MonitorSmartphone };

/** The ways to them; `onOpen`: what holds these gives way. */
export function SettingsLinks({ onOpen }: { onOpen: () => void }) {
  const titles = {
    notifications: useTranslations('notifications')('title'),
    devices: useTranslations('devices')('title'),
  };
  const pages: Page[] = ['notifications', 'devices'];
  return (
    <div className="flex flex-col">
      {pages.map((page) => {
        const Icon = ICONS[page];
        return (
          <Button
            key={page}
            kind="quiet"
            className="!justify-start !px-2"
            onClick={() => {
              onOpen();
              settingsPages.open(page);
            }}
          >
            <Icon aria-hidden size={18} strokeWidth={1.75} />
            {titles[page]}
          </Button>
        );
      })}
    </div>
  );
}

export function SettingsPages() {
  const page = useShared(state, (current) => current);
  const dialog = (which: Page) => ({
    open: page === which,
    onOpenChange: (open: boolean) => state.set(open ? which : null),
  });
  return (
    <>
      <NotificationsDialog {...dialog('notifications')} />
      <DevicesDialog {...dialog('devices')} />
      <WhyDialog />
    </>
  );
}
