import { unreadReplies } from '@parley/core';
import type { ChatRow, ThreadSnapshot, TimelineMessage } from '@parley/sdk';
import { Button, Skeleton } from '@parley/ui';
import { useTranslations } from 'next-intl';
import { useMemo, useState } from 'react';
import { useClient } from '../../state/client';
import { useGroupNameOf } from '../../state/names';
import { type SteadyChat, useSteadyChat } from '../../state/steady-chat';
import { useNow } from '../../state/use-now';
import { isGroup } from '../group/kinds';
import { timelineRows, type TimelineRow } from '../timeline/rows';
import { TimelineRowView } from '../timeline/timeline-row';
import { walkMessages } from '../timeline/walk-messages';
import { firstNewReply } from './first-new';
import { isOver } from './is-over';
import { useThreadJump } from './use-thread-jump';
import { useThreadScroll } from './use-thread-scroll';

type Props = { row: SteadyChat; snapshot: ThreadSnapshot };

/** The message, a line that counts, and the replies: as many of them as there is room for are drawn. */
export function ThreadMessages({ row: changing, snapshot }: { row: ChatRow; snapshot: ThreadSnapshot }) {
  const row = useSteadyChat(changing);
  const t = useTranslations('threads');
  const { before, after } = useRows(snapshot);
  const { scroller, top, virtual, list } = useThreadScroll(after, snapshot);
  const found = useThreadJump({ rows: after, virtual, scroller, snapshot });
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the keys only move the focus
    <div
      ref={scroller}
      role="log"
      aria-live="off"
      aria-label={t('messages')}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- scrollable by keyboard, in every browser
      tabIndex={0}
      onKeyDown={walkMessages}
      className="min-h-0 flex-1 overflow-x-hidden overflow-y-auto overscroll-contain -outline-offset-2 [overflow-anchor:none]"
    >
      <div ref={top} className="flow-root pt-2">
        <Top row={row} rows={before} snapshot={snapshot} found={found} />
      </div>
      <div ref={list} className="relative w-full">
        {virtual.getVirtualItems().map(({ index, key }) => (
          <div key={key} ref={virtual.measureElement} data-index={index} className="absolute inset-x-0">
            <Rows row={row} rows={after.slice(index, index + 1)} snapshot={snapshot} found={found} />
          </div>
        ))}
      </div>
    </div>
  );
}

/** Above the replies: the message itself, how many they are, and what has to be said of those that are not here. */
function Top(props: RowsProps) {
  const t = useTranslations('threads');
  const { snapshot } = props;
  const { status, root, messages } = snapshot;
  const known = root !== null || status === 'ready';
  return (
    <>
      {!known && <Loading />}
      {known && root === null && <p className="px-3 py-2 text-list text-muted italic">{t('rootGone')}</p>}
      <Rows {...props} />
      {root?.replies != null && <Divider count={root.replies.count} />}
      {snapshot.hasOlder && <Older snapshot={snapshot} />}
      {root?.replies != null && status !== 'ready' && <Loading />}
      {status === 'ready' && root !== null && root.replies === null && messages.length === 0 && !isOver(root) && (
        <Empty />
      )}
    </>
  );
}

type Split = { readonly before: readonly TimelineRow[]; readonly after: readonly TimelineRow[] };

/**
 * The rows of the message itself, and those of its replies once it is known where to begin. The first reply says who speaks,
 * whoever said the message.
 */
function useRows({ root, messages, state, status, error }: ThreadSnapshot): Split {
  // As of when it was opened: the line stays while one reads on.
  const [readOrd, setReadOrd] = useState<number | null>(null);
  if (readOrd === null && state !== null)
    setReadOrd(unreadReplies(state) > 0 ? state.readOrd : Number.MAX_SAFE_INTEGER);
  const [starts, setStarts] = useState<ReadonlySet<string>>(new Set());
  const first = messages[0]?.key;
  if (first !== undefined && !starts.has(first)) setStarts(new Set([...starts, first]));
  const settled = status === 'ready' && (state !== null || error !== null);
  return useMemo(() => {
    const newFrom = firstNewReply(messages, readOrd);
    const rows = timelineRows(root === null ? messages : [root, ...messages], { newFrom, hasOlder: false, starts });
    const end = root === null ? 0 : rows.findIndex((one) => one.key === root.key) + 1;
    return { before: rows.slice(0, end), after: settled ? rows.slice(end) : [] };
  }, [root, messages, readOrd, starts, settled]);
}

type RowsProps = Props & { rows: readonly TimelineRow[]; found: number | null };

function Rows({ row, rows, snapshot, found }: RowsProps) {
  const now = useNow();
  const nameOf = useGroupNameOf(isGroup(row) ? row.conversationId : null);
  const name = ({ senderId }: TimelineMessage): string | null =>
    senderId === row.peer?.userId ? row.peer.name : nameOf(senderId);
  return rows.map((item) => (
    <TimelineRowView
      key={item.key}
      chat={row}
      row={item}
      found={found !== null && item.kind === 'message' && item.message.seq === found}
      senderName={item.kind === 'message' ? name(item.message) : ''}
      spellsRead={false}
      quoted={item.kind === 'message' ? snapshot.answered.get(item.message.content.replyTo?.seq ?? 0) : undefined}
      now={now}
    />
  ));
}

function Divider({ count }: { count: number }) {
  const t = useTranslations('threads');
  return (
    <p className="flex items-center gap-3 px-3 py-2 text-meta text-muted tabular-nums">
      {t('replies', { count })}
      <span aria-hidden className="h-px flex-1 bg-line" />
    </p>
  );
}

function Older({ snapshot: { conversationId, seq, loadingOlder, error } }: { snapshot: ThreadSnapshot }) {
  const t = useTranslations('threads');
  const app = useTranslations('app');
  const client = useClient();
  const failed = error !== null && !loadingOlder;
  return (
    <div className="flex min-h-9 flex-wrap items-center gap-x-3 px-3 text-list text-muted">
      {failed && <span>{t('olderFailed')}</span>}
      <Button
        kind="link"
        size="text"
        disabled={loadingOlder}
        onClick={() => void client.thread(conversationId, seq).loadOlder()}
      >
        {failed ? app('retry') : t('older')}
      </Button>
    </div>
  );
}

function Empty() {
  const t = useTranslations('threads');
  return (
    <div className="flex flex-col gap-1 border-t border-line px-3 pt-4 mt-3">
      <p className="text-list font-medium">{t('emptyTitle')}</p>
      <p className="text-list text-muted">{t('emptyBody')}</p>
    </div>
  );
}

function Loading() {
  return (
    <div aria-hidden className="skeleton-late flex gap-3 px-3 py-2">
      <Skeleton className="size-9 shrink-0 rounded-full" />
      <div className="flex flex-1 flex-col gap-2 pt-0.5">
        <Skeleton className="h-3.5 w-28" />
        <Skeleton className="h-4 w-4/5" />
      </div>
    </div>
  );
}
