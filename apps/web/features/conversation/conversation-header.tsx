import { cx, IconButton, MiddleTruncate } from '@parley/ui';
import { ArrowLeft, PanelRight, Users } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { memo, type RefObject } from 'react';
import { useClient, useMe } from '../../state/client';
import { closeChat } from '../../state/location';
import type { SteadyChat } from '../../state/steady-chat';
import { useNow } from '../../state/use-now';
import { markOf, useLookAt } from '../../state/use-presence';
import { useStore } from '../../state/use-store';
import { ChatAvatar } from '../group/chat-avatar';
import { PinsPopover } from '../message-acts/pins-popover';
import { GroupStatus } from '../group/group-status';
import { isGroup } from '../group/kinds';
import { useGroupText } from '../group/use-group-text';
import { PersonButton, PersonFace } from '../people/person-button';
import { StatusEmoji } from '../presence/status-emoji';
import { usePresenceText } from '../presence/use-presence-text';

export type ConversationHeaderProps = {
  row: SteadyChat;
  name: string;
  paneOpen: boolean;
  onPane: () => void;
  paneButton: RefObject<HTMLButtonElement | null>;
};

/** Nothing of it changes with what is said, or typed. */
export const ConversationHeader = memo(function ConversationHeader(props: ConversationHeaderProps) {
  const { row, name, paneOpen, onPane, paneButton } = props;
  const t = useTranslations('chat');
  const group = useGroupText(row);
  const details = useTranslations('details');
  const presence = useStore(useClient().presence);
  const me = useMe();
  const now = useNow();
  const other = row.peer?.userId !== me.userId;
  const peer = other ? row.peer : null;
  const seen = peer === null ? undefined : presence.get(peer.userId);
  useLookAt(peer === null ? [] : [peer.userId]);
  return (
    <header className="flex h-14 shrink-0 items-center gap-3 border-b border-line px-2 panes:px-5">
      <IconButton icon={ArrowLeft} label={t('back')} side="bottom" className="panes:hidden" onClick={closeChat} />
      {row.peer === null ? (
        <ChatAvatar row={row} name={name} size="md" />
      ) : (
        <PersonFace userId={row.peer.userId}>
          <ChatAvatar row={row} name={name} size="md" presence={markOf(seen)} />
        </PersonFace>
      )}
      <div className="flex min-w-0 flex-1 flex-col">
        <div className="flex min-w-0 items-center gap-1.5">
          <h2 className="min-w-0 text-message font-semibold">
            {row.peer === null ? (
              <MiddleTruncate text={name} />
            ) : (
              <PersonButton userId={row.peer.userId}>
                <MiddleTruncate text={name} />
              </PersonButton>
            )}
          </h2>
          <StatusEmoji status={seen?.status} now={now} />
        </div>
        {isGroup(row) ? <GroupStatus row={row} /> : other && <Status row={row} />}
      </div>
      <PinsPopover row={row} />
      <IconButton
        ref={paneButton}
        icon={isGroup(row) ? Users : PanelRight}
        label={
          isGroup(row)
            ? group(row.joinRequests > 0 ? 'detailsWaiting' : 'details', { count: row.joinRequests })
            : details('title')
        }
        badge={row.joinRequests > 0 ? String(Math.min(row.joinRequests, 99)) : undefined}
        side="bottom"
        aria-expanded={paneOpen}
        className={cx(paneOpen && '!bg-hover !text-text')}
        onClick={onPane}
      />
    </header>
  );
});

/** Typing takes the place of presence, in a line that is always there: nothing moves. */
function Status({ row }: { row: SteadyChat }) {
  const t = useTranslations('chat');
  const textOf = usePresenceText();
  const client = useClient();
  const now = useNow();
  const typers = useStore(client.typers(row.conversationId));
  const presence = useStore(client.presence).get(row.peer?.userId ?? '');
  const status = (): string => {
    if (typers.length > 0) return t('typing');
    if (row.peer?.active === false) return t('inactive');
    return textOf(presence, now);
  };
  return (
    <p
      aria-live="off"
      className={typers.length > 0 ? 'h-4 truncate text-meta text-accent' : 'h-4 truncate text-meta text-muted'}
    >
      {status()}
    </p>
  );
}
