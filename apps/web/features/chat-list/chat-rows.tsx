import type { ChatRow } from '@parley/sdk';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useTranslations } from 'next-intl';
import { useRef } from 'react';
import { useClient } from '../../state/client';
import { useNow } from '../../state/use-now';
import { useLookAt } from '../../state/use-presence';
import { useStore } from '../../state/use-store';
import { ChatMenu } from './chat-menu';
import { ChatRowLink, type ChatRowLinkProps } from './chat-row';

const ROW = 60;

/** Only the rows on the screen exist: thousands of chats cost as much as ten. */
export function ChatRows({ current }: { current: string | null }) {
  const t = useTranslations('chats');
  const client = useClient();
  const { items } = useStore(client.chatList);
  const presence = useStore(client.presence);
  const now = useNow();
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    getItemKey: (index) => items[index]?.conversationId ?? index,
    overscan: 8,
  });
  useLookAt(virtual.getVirtualItems().flatMap(({ index }) => items[index]?.peer?.userId ?? []));
  const partsOf = (row: ChatRow): ChatRowLinkProps => ({
    row,
    current: row.conversationId === current,
    presence: row.peer === null ? undefined : presence.get(row.peer.userId),
    draft: row.conversationId === current ? undefined : row.draft?.text,
    now,
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
              className="group absolute inset-x-0 top-0 h-15"
              style={{ transform: `translateY(${start}px)` }}
            >
              <ChatRowLink {...partsOf(row)} />
              <ChatMenu row={row} current={row.conversationId === current} now={now} />
            </li>
          );
        })}
      </ul>
    </div>
  );
}
