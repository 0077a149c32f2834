import type { ChatRow } from '@parley/sdk';
import { Avatar, cx, IconButton, MiddleTruncate } from '@parley/ui';
import { ArrowLeft, Users } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import type { RefObject } from 'react';
import { listTime } from '../../i18n/time';
import { useClient } from '../../state/client';
import { closeChat } from '../../state/location';
import { useNow } from '../../state/use-now';
import { useStore } from '../../state/use-store';
import { PinsPopover } from '../message-acts/pins-popover';
import { GroupStatus } from '../group/group-status';
import type { Pane } from './use-pane';

export type ConversationHeaderProps = {
  row: ChatRow;
  name: string;
  pane: Pane;
  paneButton: RefObject<HTMLButtonElement | null>;
};

export function ConversationHeader({ row, name, pane, paneButton }: ConversationHeaderProps) {
  const t = useTranslations('chat');
  const group = useTranslations('group');
  const presence = useStore(useClient().presence);
  const online = row.peer !== null && presence.get(row.peer.userId)?.online === true;
  return (
    <header className="flex h-14 shrink-0 items-center gap-3 border-b border-line px-2 panes:px-5">
      <IconButton icon={ArrowLeft} label={t('back')} side="bottom" className="panes:hidden" onClick={closeChat} />
      <Avatar
        id={row.peer?.userId ?? row.conversationId}
        name={name}
        size="md"
        online={online}
        square={row.kind === 'group'}
      />
      <div className="flex min-w-0 flex-1 flex-col">
        <h2 className="text-message font-semibold">
          <MiddleTruncate text={name} />
        </h2>
        {row.kind === 'group' ? <GroupStatus row={row} /> : <Status row={row} />}
      </div>
      <PinsPopover row={row} />
      {row.kind === 'group' && (
        <IconButton
          ref={paneButton}
          icon={Users}
          label={group('details')}
          side="bottom"
          aria-expanded={pane.open}
          className={cx(pane.open && '!bg-hover !text-text')}
          onClick={pane.toggle}
        />
      )}
    </header>
  );
}

/** Typing takes the place of presence, in a line that is always there: nothing moves. */
function Status({ row }: { row: ChatRow }) {
  const t = useTranslations('chat');
  const locale = useLocale();
  const client = useClient();
  const now = useNow();
  const typers = useStore(client.typers(row.conversationId));
  const presence = useStore(client.presence).get(row.peer?.userId ?? '');
  const status = (): string => {
    if (typers.length > 0) return t('typing');
    if (row.peer?.active === false) return t('inactive');
    if (!presence) return '';
    if (presence.online) return t('online');
    return presence.lastSeenAt === null
      ? t('offline')
      : t('lastSeen', { when: listTime(presence.lastSeenAt, now, locale) });
  };
  return (
    <p aria-live="off" className={typers.length > 0 ? 'h-4 text-meta text-accent' : 'h-4 text-meta text-muted'}>
      {status()}
    </p>
  );
}
