import { cx } from '@parley/ui';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { rememberedList } from '../../platform/remembered-list';
import { useMe } from '../../state/client';
import { usePlace } from '../../state/location';
import { useNow } from '../../state/use-now';
import { ChatRowLink } from '../chat-list/chat-row';
import { FILTER_ROOM } from '../chat-list/filter-room';
import { ShellSkeleton } from './shell-skeleton';

/** While the storage is read: the list as it was last, each row where it will be, to be read and pressed. */
export function RememberedShell() {
  const t = useTranslations('chats');
  const { userId } = useMe();
  const [rows] = useState(() => rememberedList(userId));
  const { chat, settings } = usePlace();
  const now = useNow();
  if (rows.length === 0 || settings !== null) return <ShellSkeleton />;
  return (
    <div aria-busy className="flex h-dvh flex-col-reverse bg-bg panes:flex-row">
      <div className="h-14 panes:h-auto panes:w-14" />
      <section
        className={cx(
          'flex min-h-0 flex-1 flex-col border-line bg-surface panes:w-(--list-width) panes:flex-none panes:border-x',
          chat !== null && 'max-panes:hidden',
        )}
      >
        <h1 className="flex h-14 shrink-0 items-center pl-4 text-message font-semibold">{t('title')}</h1>
        <div className={FILTER_ROOM} />
        <ul aria-label={t('label')} className="min-h-0 flex-1 overflow-hidden px-2">
          {rows.map((row) => {
            const current = row.conversationId === chat;
            const draft = current ? undefined : row.draft?.text;
            return (
              <li key={row.conversationId} data-row={row.conversationId}>
                <ChatRowLink row={row} current={current} presence={undefined} draft={draft} now={now} />
              </li>
            );
          })}
        </ul>
      </section>
      <div className={cx('flex-1 bg-surface', chat === null && 'max-panes:hidden')} />
    </div>
  );
}
