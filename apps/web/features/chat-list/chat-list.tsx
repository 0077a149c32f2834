import { Button, EmptyState, IconButton } from '@parley/ui';
import { useVirtualizer } from '@tanstack/react-virtual';
import { MessagesSquare, SquarePen } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useRef } from 'react';
import { useClient } from '../../state/client';
import { useDrafts } from '../../state/drafts';
import { useNow } from '../../state/use-now';
import { shortcutLabel } from '../../state/use-shortcut';
import { useStore } from '../../state/use-store';
import { ChatListSkeleton } from './chat-list-skeleton';
import { ChatRowLink } from './chat-row';

const ROW = 60;

export function ChatList({ current, onFind }: { current: string | null; onFind: () => void }) {
  const t = useTranslations('chats');
  const nav = useTranslations('nav');
  const { loaded, items } = useStore(useClient().chatList);
  return (
    <>
      <header className="flex h-14 shrink-0 items-center justify-between pr-2 pl-4">
        <h1 className="text-message font-semibold">{t('title')}</h1>
        <IconButton
          icon={SquarePen}
          label={nav('newChat')}
          shortcut={shortcutLabel('K')}
          side="bottom"
          onClick={onFind}
        />
      </header>
      {!loaded && <ChatListSkeleton />}
      {loaded && items.length === 0 && (
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
      {loaded && items.length > 0 && <Rows current={current} />}
    </>
  );
}

function Rows({ current }: { current: string | null }) {
  const t = useTranslations('chats');
  const client = useClient();
  const { items } = useStore(client.chatList);
  const presence = useStore(client.presence);
  const drafts = useDrafts();
  const now = useNow();
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    getItemKey: (index) => items[index]?.conversationId ?? index,
    overscan: 8,
  });
  return (
    <div ref={scroller} className="min-h-0 flex-1 overflow-y-auto px-2 pb-2">
      <ul aria-label={t('label')} className="relative" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, key, start }) => {
          const row = items[index];
          if (!row) return null;
          return (
            <li
              key={key}
              aria-setsize={items.length}
              aria-posinset={index + 1}
              className="absolute inset-x-0 top-0 h-15"
              style={{ transform: `translateY(${start}px)` }}
            >
              <ChatRowLink
                row={row}
                current={row.conversationId === current}
                online={row.peer !== null && presence.get(row.peer.userId)?.online === true}
                draft={row.conversationId === current ? undefined : drafts.get(row.conversationId)}
                now={now}
              />
            </li>
          );
        })}
      </ul>
    </div>
  );
}
