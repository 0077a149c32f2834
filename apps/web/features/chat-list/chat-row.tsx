import type { Presence } from '@parley/contract';
import type { ChatRow } from '@parley/sdk';
import { cx, MiddleTruncate, Pill } from '@parley/ui';
import { isMuted } from '@parley/core';
import { BellOff, Pin, type LucideIcon } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { memo, type MouseEvent } from 'react';
import { openChat } from '../../state/location';
import { isSameButDraft } from '../../state/same-row';
import { useChatName } from '../../state/names';
import { markOf } from '../../state/use-presence';
import { ChatAvatar } from '../group/chat-avatar';
import { StatusEmoji } from '../presence/status-emoji';
import { ListTime } from '../time/list-time';
import { ChatPreview } from './chat-preview';
import { isUnread } from './sections';

export type ChatRowLinkProps = {
  row: ChatRow;
  current: boolean;
  presence: Presence | undefined;
  draft: string | undefined;
  now: number;
};

/** The draft is beside the row: of the chat that is open a key that is pressed there draws nothing here. */
function isSame({ row, ...one }: ChatRowLinkProps, { row: otherRow, ...other }: ChatRowLinkProps): boolean {
  const rest = one.current === other.current && one.presence === other.presence && one.now === other.now;
  return rest && one.draft === other.draft && isSameButDraft(row, otherRow);
}

/** One conversation. A link, so that it can be opened in another tab; a plain click stays in this one. */
export const ChatRowLink = memo(function ChatRowLink({ row, current, presence, draft, now }: ChatRowLinkProps) {
  const t = useTranslations('chats');
  const there = useTranslations('there');
  const mark = markOf(presence);
  const name = useChatName()(row);
  const muted = isMuted(row.personal, now);
  const unread = isUnread(row);
  const pinned = row.personal.pinnedAt !== null;
  const follow = (event: MouseEvent): void => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    openChat(row.conversationId);
  };
  return (
    <a
      href={`/c/${row.conversationId}`}
      aria-current={current ? 'page' : undefined}
      onClick={follow}
      className={cx(
        'flex h-15 compact:h-12 items-center gap-3 rounded-control px-2 -outline-offset-2 pointer-fine:group-focus-within:pr-11 pointer-fine:group-hover:pr-11 pointer-coarse:pr-11',
        current ? 'bg-accent-soft forced-colors:border' : pinned ? 'bg-bg hover:bg-hover' : 'hover:bg-hover',
      )}
    >
      <ChatAvatar row={row} name={name} presence={mark} />
      <span className="flex min-w-0 flex-1 flex-col">
        <span className="flex items-baseline gap-2">
          <span className="flex min-w-0 flex-1 items-baseline gap-1">
            <MiddleTruncate text={name} className={cx('text-list', unread ? 'font-semibold' : 'font-medium')} />
            <StatusEmoji status={presence?.status} now={now} />
          </span>
          {muted && <Mark icon={BellOff} label={t('muted')} />}
          {pinned && <Mark icon={Pin} label={t('pinned')} />}
          {mark && <span className="sr-only">{there(mark)}</span>}
          <ListTime at={row.lastAt} now={now} />
        </span>
        <span className="flex h-5 items-center gap-2">
          <ChatPreview row={row} draft={draft} />
          {row.unread > 0 && (
            <Pill
              text={row.unread > 999 ? '999+' : String(row.unread)}
              label={t('unread', { count: row.unread })}
              quiet={muted}
            />
          )}
          {row.unread === 0 && unread && <Pill text="" label={t('marked')} quiet={muted} />}
        </span>
      </span>
    </a>
  );
}, isSame);

function Mark({ icon: Icon, label }: { icon: LucideIcon; label: string }) {
  return (
    <span className="shrink-0 self-center text-muted" title={label}>
      <Icon aria-hidden size={14} />
      <span className="sr-only">{label}</span>
    </span>
  );
}
