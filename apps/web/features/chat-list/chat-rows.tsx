import type { ChatRow } from '@parley/sdk';
import { ContextMenu } from '@parley/ui';
import { useTranslations } from 'next-intl';
import { useRef, useState, type SyntheticEvent } from 'react';
import { useClient } from '../../state/client';
import { useChatName } from '../../state/names';
import { usePreferences } from '../../state/preferences';
import { lazyDialog, lazyPart } from '../../state/lazy-part';
import { useNow } from '../../state/use-now';
import { useLookAt } from '../../state/use-presence';
import { useRem } from '../../state/use-rem';
import { useStore } from '../../state/use-store';
import { ChatRowLink, type ChatRowLinkProps } from './chat-row';
import { useChatActs } from './use-chat-acts';
import { useHeldOrder } from './use-held-order';
import { useVirtualizer } from './use-virtualizer';

/** The rows come first: they can be read and pressed before what else can be done to them is there. */
const ChatMenu = lazyPart(async () => (await import('./chat-menu')).ChatMenu, undefined, 'first');
const LevelDialog = lazyDialog(async () => (await import('../notifications/level-dialog')).LevelDialog);

/** How high a row is drawn: `h-15`, or `h-12` where somebody wants more of them. */
function useRowHeight(): number {
  const { density } = usePreferences();
  return useRem() * (density === 'compact' ? 3 : 3.75);
}

/** Only the rows on the screen exist: thousands of chats cost as much as ten. */
export function ChatRows({ items, current }: { items: readonly ChatRow[]; current: string | null }) {
  const t = useTranslations('chats');
  const presence = useStore(useClient().presence);
  const now = useNow();
  const scroller = useRef<HTMLDivElement>(null);
  const { rows, handlers } = useHeldOrder(items);
  const [level, setLevel] = useState<string | null>(null);
  const acts = useChatActs(current, setLevel);
  const { pointed, point } = usePointed(rows);
  const height = useRowHeight();
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    getItemKey: (index) => rows[index]?.conversationId ?? index,
    overscan: 8,
  });
  useLookAt(virtual.getVirtualItems().flatMap(({ index }) => rows[index]?.peer?.userId ?? []));
  const partsOf = (row: ChatRow): ChatRowLinkProps => ({
    row,
    current: row.conversationId === current,
    presence: row.peer === null ? undefined : presence.get(row.peer.userId),
    draft: row.conversationId === current ? undefined : row.draft?.text,
    now,
  });
  return (
    <div ref={scroller} {...handlers} className="min-h-0 flex-1 overflow-y-auto px-2 pb-2">
      <ContextMenu
        items={pointed === null ? [] : acts.itemsOf(pointed, now)}
        onChoose={({ key }) => pointed !== null && acts.choose(pointed, key)}
      >
        <ul
          aria-label={t('label')}
          onContextMenuCapture={point}
          onTouchStartCapture={point}
          className="relative"
          style={{ height: virtual.getTotalSize() }}
        >
          {virtual.getVirtualItems().map(({ index, key, start }) => {
            const row = rows[index];
            if (!row) return null;
            return (
              <li
                key={key}
                data-row={row.conversationId}
                aria-setsize={rows.length}
                aria-posinset={index + 1}
                className="group absolute inset-x-0 top-0 h-15 compact:h-12"
                style={{ transform: `translateY(${start}px)` }}
              >
                <ChatRowLink {...partsOf(row)} />
                <ChatMenu row={row} now={now} acts={acts} />
              </li>
            );
          })}
        </ul>
      </ContextMenu>
      {level !== null && <Level conversationId={level} onClose={() => setLevel(null)} />}
    </div>
  );
}

function Level({ conversationId, onClose }: { conversationId: string; onClose: () => void }) {
  const row = useStore(useClient().row(conversationId));
  const name = useChatName();
  if (row === null) return null;
  return <LevelDialog row={row} name={name(row)} open onOpenChange={(open) => !open && onClose()} />;
}

type Pointed = { readonly pointed: ChatRow | null; readonly point: (event: SyntheticEvent) => void };

/** The row that the one menu of the list is about: the one under the pointer, or with the focus. */
function usePointed(rows: readonly ChatRow[]): Pointed {
  const [pointedId, setPointed] = useState<string | null>(null);
  const point = ({ target }: SyntheticEvent): void => {
    const row = target instanceof Element ? target.closest<HTMLElement>('[data-row]') : null;
    setPointed(row?.dataset['row'] ?? null);
  };
  const pointed = pointedId === null ? undefined : rows.find(({ conversationId }) => conversationId === pointedId);
  return { pointed: pointed ?? null, point };
}
