import { cx, IconButton } from '@parley/ui';
import { Bookmark, MessageCircle, Search } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useClient } from '../../state/client';
import { lazyBehind } from '../../state/lazy-behind';
import { lazyDialog } from '../../state/lazy-part';
import { closeChat, closeSettings, usePlace } from '../../state/location';
import { openSurface, useIsAsked, useSurface } from '../../state/surface';
import { shortcutOn } from '../../state/use-shortcut';
import { useStored } from '../../state/use-store';
import { MyButton } from '../presence/my-button';
import { SettingsButton } from '../settings/settings-button';
import { ThreadsButton } from '../threads/threads-button';

const SavedDialog = lazyDialog(async () => (await import('../message-acts/saved-dialog')).SavedDialog);
const MyPresence = lazyBehind(
  MyButton,
  async () => (await import('../presence/my-presence')).MyPresence,
  () => useIsAsked('presence'),
);
const SettingsPopover = lazyBehind(
  SettingsButton,
  async () => (await import('../settings/settings-popover')).SettingsPopover,
);

/** The places of the app; a bar at the bottom on a phone. */
export function Rail({ className }: { className?: string }) {
  const t = useTranslations('nav');
  const acts = useTranslations('acts');
  const [saved, setSaved] = useSurface('saved');
  const unread = useStored(useClient().chatList, (list) => list.unread);
  const { chat, settings } = usePlace();
  return (
    <nav
      aria-label={t('label')}
      className={cx(
        'flex shrink-0 items-center justify-around gap-1 border-t border-line bg-bg px-2 py-1.5',
        'panes:w-14 panes:flex-col panes:justify-start panes:border-t-0 panes:px-0 panes:py-3',
        className,
      )}
    >
      <MyPresence />
      <IconButton
        icon={Search}
        label={t('jump')}
        {...shortcutOn('jump')}
        side="right"
        onClick={() => openSurface('switcher')}
      />
      <IconButton
        icon={MessageCircle}
        label={t('chats')}
        side="right"
        current={settings === null}
        badge={unread === 0 ? undefined : unread > 99 ? '99+' : String(unread)}
        onClick={() => {
          if (settings !== null) closeSettings();
          else if (chat !== null) closeChat();
        }}
      />
      <ThreadsButton />
      <IconButton icon={Bookmark} label={acts('saved')} side="right" onClick={() => setSaved(true)} />
      <SavedDialog open={saved} onOpenChange={setSaved} />
      <span className="hidden flex-1 panes:block" />
      <SettingsPopover />
    </nav>
  );
}
