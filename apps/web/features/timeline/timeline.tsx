import type { ChatRow, TimelineSnapshot } from '@parley/sdk';
import { Button, EmptyState } from '@parley/ui';
import { MessageCircleWarning } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useEffect, useMemo, useState } from 'react';
import { useClient, useMe } from '../../state/client';
import { leaveMessage } from '../../state/location';
import { useGroupNameOf } from '../../state/names';
import { useErrorText } from '../../state/use-error-text';
import { type SteadyChat, useSteadyChat } from '../../state/steady-chat';
import { useNow } from '../../state/use-now';
import { useStore } from '../../state/use-store';
import { isGroup } from '../group/kinds';
import { FloatingDay } from './day-pill';
import { GoneMessage } from './gone-message';
import { JumpButton } from './jump-button';
import { lastRead, timelineRows, type TimelineRow } from './rows';
import { TimelineRowView } from './timeline-row';
import { TimelineSkeleton } from './timeline-skeleton';
import { type TimelineStart, TimelineTop } from './timeline-top';
import { useEndRequests } from './end-requests';
import { useJump } from './use-jump';
import { useLinkedMessage } from './use-linked-message';
import { useMarkRead } from './use-mark-read';
import { useOpening } from './use-opening';
import { useTrim } from './use-trim';
import { walkMessages } from './walk-messages';
import { FLOW, useTimelineScroll, type TimelineScroll } from './use-timeline-scroll';

export function Timeline({ row, name }: { row: ChatRow; name: string }) {
  const client = useClient();
  const timeline = client.timeline(row.conversationId);
  const snapshot = useStore(timeline);
  const linked = useLinkedMessage(timeline);
  const { settled, newFrom } = useOpening(row, timeline, { snapshot, linked });
  const { messages, hasOlder, status } = snapshot;
  const starts = useStarts(snapshot);
  const rows = useMemo(
    () => (settled ? timelineRows(messages, { newFrom, hasOlder, starts }) : []),
    [settled, messages, newFrom, hasOlder, starts],
  );
  if (status === 'error') return <LoadError snapshot={snapshot} onRetry={() => void timeline.load()} />;
  if (linked.gone) return <GoneMessage timeline={timeline} />;
  if (!settled) return <TimelineSkeleton />;
  return <Rows row={row} name={name} rows={rows} snapshot={snapshot} openAt={linked.seq} />;
}

/** The messages that the window has begun with so far. */
function useStarts({ messages, hasOlder }: TimelineSnapshot): ReadonlySet<string> {
  const [starts, setStarts] = useState<ReadonlySet<string>>(new Set());
  const first = messages[0]?.key;
  if (hasOlder && first !== undefined && !starts.has(first)) setStarts(new Set([...starts, first]));
  return starts;
}

type RowsProps = {
  row: ChatRow;
  name: string;
  rows: readonly TimelineRow[];
  snapshot: TimelineSnapshot;
  openAt: number | null;
};

function Rows({ row, name, rows, snapshot, openAt }: RowsProps) {
  const t = useTranslations('timeline');
  const start = useStart(row, name);
  const nameOf = useGroupNameOf(isGroup(row) ? row.conversationId : null);
  const timeline = useClient().timeline(row.conversationId);
  const scroll = useTimelineScroll({ rows, source: timeline, snapshot, room: FLOW, openAt });
  const { virtual, list, scroller, atEnd } = scroll;
  const toEnd = (): void => {
    leaveMessage();
    scroll.toEnd();
  };
  const chat = useSteadyChat(row);
  const now = useNow();
  // Makes the range that of these rows: without it, one that neither scrolls nor has another size than was guessed counts as not seen.
  virtual.getVirtualItems();
  useMarkRead(row, rows, virtual.range?.endIndex ?? -1);
  useTrim(timeline, rows, scroll);
  useEffect(() => {
    timeline.follow(atEnd);
    return () => timeline.follow(false);
  }, [timeline, atEnd]);
  useEndRequests(null, toEnd);
  const found = useJump({ row, rows, timeline, virtual, scroller });
  const top = topDay(rows, virtual);
  return (
    <div className="relative min-h-0 flex-1">
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the keys only move the focus */}
      <div
        ref={scroller}
        role="log"
        aria-live="off"
        aria-label={t('label', { name })}
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- scrollable by keyboard, in every browser
        tabIndex={0}
        onKeyDown={walkMessages}
        className="flex h-full flex-col overflow-x-hidden overflow-y-auto overscroll-contain -outline-offset-2 [overflow-anchor:none]"
      >
        <div ref={list} className="relative mt-auto w-full shrink-0">
          <TimelineTop start={start} snapshot={snapshot} onRetry={() => void timeline.loadOlder()} />
          <VirtualRows
            virtual={virtual}
            rows={rows}
            names={(userId) => (userId === row.peer?.userId ? row.peer.name : nameOf(userId))}
            snapshot={snapshot}
            chat={chat}
            found={found}
            now={now}
          />
        </div>
      </div>
      {top && <FloatingDay {...top} now={now} conversationId={row.conversationId} />}
      {!atEnd && <JumpButton unread={row.unread} onJump={toEnd} />}
    </div>
  );
}

/** What stands above its first message. */
function useStart(row: ChatRow, name: string): TimelineStart {
  const t = useTranslations('timeline');
  const group = useTranslations('group');
  const me = useMe();
  if (isGroup(row)) return { title: group('startTitle', { name }), body: t('startBody') };
  if (row.peer?.userId === me.userId) return { title: t('startNotesTitle'), body: t('startNotesBody') };
  return { title: t('startTitle', { name }), body: t('startBody') };
}

/** Down to here a day between the messages would be drawn over. */
const FLOATS_TO = 52;

/** The day of what is read at the top; hidden: it stands there between the messages. */
function topDay(
  rows: readonly TimelineRow[],
  virtual: TimelineScroll['virtual'],
): { at: number; hidden: boolean } | null {
  const offset = virtual.scrollOffset ?? 0;
  const rowAt = (y: number): TimelineRow | undefined => rows[virtual.getVirtualItemForOffset(y)?.index ?? -1];
  const [top, below] = [rowAt(offset), rowAt(offset + FLOATS_TO)];
  if (below === undefined) return null;
  return { at: below.at, hidden: top?.kind === 'day' || below.kind === 'day' };
}

type VirtualRowsProps = {
  virtual: TimelineScroll['virtual'];
  rows: readonly TimelineRow[];
  names: (userId: string) => string | null;
  snapshot: TimelineSnapshot;
  chat: SteadyChat;
  found: number | null;
  now: number;
};

function VirtualRows({ virtual, rows, names, snapshot, chat, found, now }: VirtualRowsProps) {
  const { messages, answered } = snapshot;
  const newestRead = useMemo(() => lastRead(messages), [messages]);
  return virtual.getVirtualItems().map(({ index, key }) => {
    const item = rows[index];
    if (!item) return null;
    return (
      <div key={key} ref={virtual.measureElement} data-index={index} className="absolute inset-x-0">
        <TimelineRowView
          chat={chat}
          row={item}
          found={found !== null && item.kind === 'message' && item.message.seq === found}
          senderName={item.kind === 'message' ? names(item.message.senderId) : ''}
          spellsRead={item.key === newestRead}
          quoted={item.kind === 'message' ? answered.get(item.message.content.replyTo?.seq ?? 0) : undefined}
          now={now}
        />
      </div>
    );
  });
}

function LoadError({ snapshot, onRetry }: { snapshot: TimelineSnapshot; onRetry: () => void }) {
  const t = useTranslations('timeline');
  const app = useTranslations('app');
  const errorText = useErrorText();
  return (
    <EmptyState
      icon={MessageCircleWarning}
      title={t('errorTitle')}
      body={errorText({ code: snapshot.error?.code ?? 'UNAVAILABLE', details: {} })}
      action={<Button onClick={onRetry}>{app('retry')}</Button>}
    />
  );
}
