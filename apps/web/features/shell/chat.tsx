import { cx } from '@parley/ui';
import { useTranslations } from 'next-intl';
import { usePlace } from '../../state/location';
import { useFollowPreferences } from '../../state/own-preferences';
import { openSurface } from '../../state/surface';
import { ChatList } from '../chat-list/chat-list';
import { ConnectionNotice } from '../connection/connection-notice';
import { NoConversation } from '../conversation/no-conversation';
import { AskedParts, Conversation, PaneSplitter, SettingsPage, Surfaces, useSoonConversation } from './later';
import { Rail } from './rail';
import { usePageKeys } from './use-page-keys';
import { useUnreadTitle } from './use-unread-title';

/** Everything behind the sign-in: rail, list, conversation; below 720 px one of the latter two at a time. */
export function Chat() {
  const t = useTranslations('chats');
  const { chat, settings } = usePlace();
  const find = (): void => openSurface('newChat');
  const makeGroup = (): void => openSurface('newGroup');
  usePageKeys();
  useUnreadTitle(chat);
  useFollowPreferences();
  useSoonConversation();

  return (
    <>
      <div className="flex h-dvh flex-col-reverse bg-bg panes:flex-row">
        <Rail className={cx((chat !== null || (settings ?? 'list') !== 'list') && 'max-panes:hidden')} />
        {settings === null ? (
          <>
            <section
              aria-label={t('label')}
              className={cx(
                'flex min-h-0 flex-1 flex-col border-line bg-surface panes:w-(--list-width) panes:flex-none panes:border-l',
                chat !== null && 'max-panes:hidden',
              )}
            >
              <ChatList current={chat} onFind={find} onGroup={makeGroup} onChannels={() => openSurface('channels')} />
            </section>
            <PaneSplitter pane="list" className="max-panes:hidden" />
            <main
              className={cx('flex min-h-0 min-w-0 flex-1 flex-col bg-surface', chat === null && 'max-panes:hidden')}
            >
              {chat === null ? <NoConversation onFind={find} /> : <Conversation key={chat} conversationId={chat} />}
            </main>
          </>
        ) : (
          <SettingsPage place={settings} />
        )}
        <ConnectionNotice />
      </div>
      <Surfaces />
      <AskedParts />
    </>
  );
}
