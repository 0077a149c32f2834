import { cx } from '@parley/ui';
import { useTranslations } from 'next-intl';
import { memo } from 'react';
import { usePreferences } from '../../state/preferences';
import { useThreadHere } from '../threads/in-thread';
import { DayPill } from './day-pill';
import { MessageBubble } from './message-bubble';
import { MessageRow, type MessageRowProps } from './message-row';
import type { TimelineRow } from './rows';
import { SystemLine } from './system-line';
import type { SteadyChat } from '../../state/steady-chat';

export type TimelineRowViewProps = Pick<MessageRowProps, 'senderName' | 'spellsRead' | 'quoted' | 'now' | 'found'> & {
  chat: SteadyChat;
  row: TimelineRow;
};

export const TimelineRowView = memo(function TimelineRowView({ chat, row, now, ...shown }: TimelineRowViewProps) {
  const inThread = useThreadHere() !== null;
  if (row.kind === 'day')
    return <DayPill at={row.at} now={now} conversationId={inThread ? null : chat.conversationId} />;
  if (row.kind === 'new') return <NewLine />;
  if (row.kind === 'system') return <SystemLine chat={chat} message={row.message} />;
  return <MessageView row={chat} message={row.message} lead={row.lead} now={now} {...shown} />;
});

/** As somebody chose to see messages. */
function MessageView(props: MessageRowProps) {
  const { layout } = usePreferences();
  return layout === 'bubbles' ? <MessageBubble {...props} /> : <MessageRow {...props} />;
}

function NewLine() {
  const t = useTranslations('timeline');
  const inThread = useThreadHere() !== null;
  return (
    <div
      role="separator"
      aria-label={t('newLine')}
      className={cx('flex h-8 items-center gap-3 text-meta font-semibold text-accent', inThread ? 'px-3' : 'px-5')}
    >
      <span className="h-px flex-1 bg-accent" />
      {t('newLine')}
    </div>
  );
}
