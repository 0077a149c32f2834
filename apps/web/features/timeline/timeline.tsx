import type { ChatRow, TimelineMessage, TimelineSnapshot } from '@parley/sdk';
import { Button, EmptyState } from '@parley/ui';
import { MessageCircleWarning } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useMemo, useState } from 'react';
import type { ForwardState } from '../forward/use-forward';
import { useClient } from '../../state/client';
import { useNameOf } from '../../state/names';
import { useErrorText } from '../../state/use-error-text';
import { useNow } from '../../state/use-now';
import { useStore } from '../../state/use-store';
import { DayPill } from './day-pill';
import { JumpButton } from './jump-button';
import { lastRead, timelineRows, type TimelineRow } from './rows';
import { TimelineRowView } from './timeline-row';
import { TimelineSkeleton } from './timeline-skeleton';
import { TimelineTop } from './timeline-top';
import { useEndRequests } from './end-requests';
import { MessageActsProvider } from './message-acts';
import { useJump } from './use-jump';
import { useMarkRead } from './use-mark-read';
import { useOpening } from './use-opening';
import { useTimelineScroll, type TimelineScroll } from './use-timeline-scroll';

export type TimelineProps = {
  row: ChatRow;
  name: string;
  onReply: (message: TimelineMessage) => void;
  forwards: ForwardState;
};

export function Timeline(props: TimelineProps) {
  const { row } = props;
  const client = useClient();
  const timeline = client.timeline(row.conversationId);
  const snapshot = useStore(timeline);
  const { settled, newFrom } = useOpening(row, timeline, snapshot);
  const { messages, hasOlder, status } = snapshot;
  const starts = useStarts(snapshot);
  const rows = useMemo(
    () => (settled ? timelineRows(messages, { newFrom, hasOlder, starts }) : []),
    [settled, messages, newFrom, hasOlder, starts],
  );
  if (status === 'error') return <LoadError snapshot={snapshot} onRetry={() => void timeline.load()} />;
  if (!settled) return <TimelineSkeleton />;
  return <Rows {...props} rows={rows} snapshot={snapshot} />;
}

/** The messages that the window has begun with so far. */
function useStarts({ messages, hasOlder }: TimelineSnapshot): ReadonlySet<string> {
  const [starts, setStarts] = useState<ReadonlySet<string>>(new Set());
  const first = messages[0]?.key;
  if (hasOlder && first !== undefined && !starts.has(first)) setStarts(new Set([...starts, first]));
  return starts;
}

type RowsProps = TimelineProps & { rows: readonly TimelineRow[]; snapshot: TimelineSnapshot };

function Rows({ row, name, rows, snapshot, onReply, forwards }: RowsProps) {
  const t = useTranslations('timeline');
  const group = useTranslations('group');
  const startTitle = row.kind === 'group' ? group('startTitle', { name }) : t('startTitle', { name });
  const nameOf = useNameOf();
  const timeline = useClient().timeline(row.conversationId);
  const { virtual, scroller, atEnd, toEnd } = useTimelineScroll(rows, timeline, snapshot);
  const { jumpTo, marked } = useJump(virtual, rows, timeline);
  const acts = useMemo(() => ({ reply: onReply, jumpTo, forwards }), [onReply, jumpTo, forwards]);
  const now = useNow();
  useMarkRead(row, rows, virtual.range?.endIndex ?? -1);
  useEndRequests(toEnd);
  const top = rows[virtual.range?.startIndex ?? 0];
  return (
    <div className="relative min-h-0 flex-1">
      <div
        ref={scroller}
        role="log"
        aria-live="off"
        aria-label={t('label', { name })}
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- scrollable by keyboard, in every browser
        tabIndex={0}
        className="flex h-full flex-col overflow-x-hidden overflow-y-auto overscroll-contain -outline-offset-2 [overflow-anchor:none]"
      >
        <div className="relative mt-auto w-full shrink-0" style={{ height: virtual.getTotalSize() }}>
          <TimelineTop title={startTitle} snapshot={snapshot} onRetry={() => void timeline.loadOlder()} />
          <MessageActsProvider value={acts}>
            <VirtualRows
              virtual={virtual}
              rows={rows}
              names={(userId) => (userId === row.peer?.userId ? row.peer.name : nameOf(userId))}
              snapshot={snapshot}
              marked={marked}
              now={now}
            />
          </MessageActsProvider>
        </div>
      </div>
      {top && top.kind !== 'day' && <DayPill at={top.at} now={now} floating />}
      {!atEnd && <JumpButton unread={row.unread} onJump={toEnd} />}
    </div>
  );
}

type VirtualRowsProps = {
  virtual: TimelineScroll['virtual'];
  rows: readonly TimelineRow[];
  names: (userId: string) => string;
  snapshot: TimelineSnapshot;
  marked: number | null;
  now: number;
};

function VirtualRows({ virtual, rows, names, snapshot, marked, now }: VirtualRowsProps) {
  const { messages, answered } = snapshot;
  const newestRead = useMemo(() => lastRead(messages), [messages]);
  return virtual.getVirtualItems().map(({ index, key, start }) => {
    const item = rows[index];
    if (!item) return null;
    return (
      <div
        key={key}
        ref={virtual.measureElement}
        data-index={index}
        className="absolute inset-x-0 top-0"
        style={{ transform: `translateY(${start}px)` }}
      >
        <TimelineRowView
          row={item}
          senderName={item.kind === 'message' ? names(item.message.senderId) : ''}
          spellsRead={item.key === newestRead}
          quoted={item.kind === 'message' ? answered.get(item.message.content.replyTo?.seq ?? 0) : undefined}
          marked={item.kind === 'message' && marked !== null && item.message.seq === marked}
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
