import { Button, EmptyState, IconButton } from '@parley/ui';
import { Hash, MessagesSquare, SquarePen, UsersRound } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useClient } from '../../state/client';
import { lazyPart } from '../../state/lazy-part';
import { openChat } from '../../state/location';
import { useChatName } from '../../state/names';
import { shortcutOn } from '../../state/use-shortcut';
import { useStore, useStored } from '../../state/use-store';
import { ChatListSkeleton } from './chat-list-skeleton';
import { ChatRows } from './chat-rows';
import { FILTER_ROOM } from './filter-room';
import { filterChats, type Section } from './sections';

/** It takes its room from the start, so that nothing moves when it is there. */
const ChatFilter = lazyPart(
  async () => (await import('./chat-filter')).ChatFilter,
  () => <div className={FILTER_ROOM} />,
  'first',
);

export type ChatListProps = { current: string | null; onFind: () => void; onGroup: () => void; onChannels: () => void };

export function ChatList({ current, onFind, onGroup, onChannels }: ChatListProps) {
  const t = useTranslations('chats');
  const { chatList } = useClient();
  const loaded = useStored(chatList, (list) => list.loaded);
  const isEmpty = useStored(chatList, ({ items }) => items.length === 0);
  return (
    <>
      <Header onFind={onFind} onGroup={onGroup} onChannels={onChannels} />
      {!loaded && <ChatListSkeleton />}
      {loaded && isEmpty && (
        <>
          {/* Beside the list there is room to say more. */}
          <p className="px-4 py-2 text-list text-muted max-panes:hidden">{t('emptyShort')}</p>
          <div className="flex flex-1 panes:hidden">
            <EmptyState
              icon={MessagesSquare}
              title={t('emptyTitle')}
              body={t('emptyBody')}
              action={
                <Button kind="primary" onClick={onFind}>
                  {t('emptyAction')}
                </Button>
              }
            />
          </div>
        </>
      )}
      {loaded && !isEmpty && <Chats current={current} />}
    </>
  );
}

/** All of them, or those that are asked for. */
function Chats({ current }: { current: string | null }) {
  const t = useTranslations('chats');
  const { items } = useStore(useClient().chatList);
  const nameOf = useChatName();
  const [section, setSection] = useState<Section>('all');
  const [query, setQuery] = useState('');
  const rows = filterChats(items, { section, query, current }, nameOf);
  const showAll = (): void => {
    setSection('all');
    setQuery('');
  };
  const openFirst = (): void => {
    const [first] = rows;
    if (first !== undefined && query !== '') openChat(first.conversationId);
  };
  return (
    <>
      <ChatFilter section={section} query={query} onSection={setSection} onQuery={setQuery} onOpenFirst={openFirst} />
      {rows.length > 0 ? (
        <ChatRows items={rows} current={current} />
      ) : (
        <div role="status" className="flex flex-col items-start gap-1 px-4 py-2 text-list text-muted">
          <p className="said">{query.trim() === '' ? t(`none-${section}`) : t('noMatch', { query: query.trim() })}</p>
          <Button kind="link" size="text" className="!text-list" onClick={showAll}>
            {t('showAll')}
          </Button>
        </div>
      )}
    </>
  );
}

function Header({ onFind, onGroup, onChannels }: Omit<ChatListProps, 'current'>) {
  const t = useTranslations('chats');
  const nav = useTranslations('nav');
  const group = useTranslations('group');
  const channels = useTranslations('channels');
  return (
    <header className="flex h-14 shrink-0 items-center justify-between pr-2 pl-4">
      <h1 className="text-message font-semibold">{t('title')}</h1>
      <span className="flex">
        <IconButton icon={Hash} label={channels('title')} side="bottom" onClick={onChannels} />
        <IconButton
          icon={UsersRound}
          label={group('create')}
          {...shortcutOn('newGroup')}
          side="bottom"
          onClick={onGroup}
        />
        <IconButton icon={SquarePen} label={nav('newChat')} side="bottom" onClick={onFind} />
      </span>
    </header>
  );
}
