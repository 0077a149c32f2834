import { cx, IconButton } from '@parley/ui';
import { ArrowLeft } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type ComponentType, useEffect, useRef } from 'react';
import { openSettingsList } from '../../state/location';
import { type Section, SECTIONS, type SettingsPlace } from '../../state/settings-sections';
import { DevicesPanel } from '../devices/devices-panel';
import { NotificationsPanel } from '../notifications/notifications-panel';
import { AboutPanel } from './about-panel';
import { AccountPanel } from './account-panel';
import { AppearancePanel } from './appearance-panel';
import { KeysPanel } from './keys-panel';
import { MessagesPanel } from './messages-panel';
import { PrivacyPanel } from './privacy-panel';
import { SettingsList } from './settings-list';

const PANELS: Record<Section, ComponentType> = {
  account: AccountPanel,
  appearance: AppearancePanel,
  messages: MessagesPanel,
  notifications: NotificationsPanel,
  keys: KeysPanel,
  devices: DevicesPanel,
  privacy: PrivacyPanel,
  about: AboutPanel,
};

/** Where the chats stand otherwise: the parts of the settings, and one of them; below 720 px one of the two at a time. */
export function SettingsPage({ place }: { place: SettingsPlace }) {
  const t = useTranslations('settings');
  const isList = place === 'list';
  const shown = isList ? SECTIONS[0] : place;
  const Panel = PANELS[shown];
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    // The link that was followed is not there any more where the list and its parts take turns.
    const focused = document.activeElement;
    const isLost = focused === null || focused === document.body || !focused.checkVisibility();
    if (!isList && isLost) title.current?.focus({ preventScroll: true });
  }, [isList, shown]);
  return (
    <>
      <SettingsList
        shown={shown}
        className={cx(
          'flex flex-1 border-line panes:w-(--list-width) panes:flex-none panes:border-x',
          !isList && 'max-panes:hidden',
        )}
      />
      <main
        className={cx('flex min-h-0 min-w-0 flex-1 flex-col bg-surface', isList && 'max-panes:hidden')}
        aria-labelledby="settings-title"
      >
        <header className="flex h-14 shrink-0 items-center gap-2 border-b border-line px-2 panes:px-8">
          <IconButton
            icon={ArrowLeft}
            label={t('back')}
            side="bottom"
            className="panes:hidden"
            onClick={openSettingsList}
          />
          <h2 id="settings-title" ref={title} tabIndex={-1} className="text-message font-semibold outline-none">
            {t(shown)}
          </h2>
        </header>
        <div className="min-h-0 flex-1 overflow-y-auto">
          <div key={shown} className="flex w-full max-w-[600px] flex-col gap-6 px-4 py-6 panes:px-8">
            <Panel />
          </div>
        </div>
      </main>
    </>
  );
}
