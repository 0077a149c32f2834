import type { ContentInput, Message } from '@parley/contract';
import type { ChatRow } from '@parley/sdk';
import { cx, Skeleton } from '@parley/ui';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { useMe } from '../../state/client';
import { useNameOf } from '../../state/names';
import { isGroup } from '../group/kinds';
import { useSystemText } from '../group/use-system-text';
import { useRecalledText } from '../message-acts/use-recalled-text';
import { previewOf } from './preview';
import { StateIcon } from '../timeline/state-icon';
import { useContentText } from '../timeline/use-content-text';

/** The second line of a row: what waits for me here, else what was said last. */
export function ChatPreview({ row, draft }: { row: ChatRow; draft: string | undefined }) {
  const t = useTranslations('chats');
  const line = 'min-w-0 flex-1 truncate text-meta';
  if (row.outgoing === 'failed') return <span className={cx(line, 'text-danger')}>{t('failed')}</span>;
  if (draft !== undefined && draft !== '') {
    return (
      <span className={cx(line, 'text-muted')}>
        <span className="text-danger">{t('draft')}</span> <bdi>{previewOf(draft)}</bdi>
      </span>
    );
  }
  if (row.waiting !== null) return <Waits row={row} waiting={row.waiting} />;
  if (!row.lastMessage) return <span className={cx(line, 'text-faint')}>{t('noMessages')}</span>;
  const { lastState: state, lastMessage } = row;
  return (
    <Line row={row} inThread={lastMessage.thread !== undefined}>
      {state !== null && lastMessage.content.type !== 'system' && <StateIcon state={state} />}
      <span className="truncate">
        <LastSaid row={row} message={lastMessage} />
      </span>
    </Line>
  );
}

/** What I said, with the clock beside it: not beside what somebody said before. */
function Waits({ row, waiting }: { row: ChatRow; waiting: ContentInput }) {
  return (
    <Line row={row} inThread={waiting.thread !== undefined}>
      <StateIcon state="pending" />
      <span className="truncate">{previewOf(waiting.text)}</span>
    </Line>
  );
}

function Line({ row, inThread, children }: { row: ChatRow; inThread: boolean; children: ReactNode }) {
  const t = useTranslations('chats');
  const threads = useTranslations('threads');
  return (
    <span
      className={cx('flex min-w-0 flex-1 items-center gap-1 text-meta', row.unread > 0 ? 'text-text' : 'text-muted')}
    >
      {row.mentionSeq !== null && <span className="shrink-0 font-medium text-accent">{t('mentioned')}</span>}
      {inThread && <span className="shrink-0">{threads('preview')}</span>}
      {children}
    </span>
  );
}

/** In a group it says who said it. */
function LastSaid({ row, message }: { row: ChatRow; message: Message }) {
  const t = useTranslations('chats');
  const me = useMe();
  const nameOf = useNameOf();
  const system = useSystemText(null)(message);
  const text = useContentText()(message);
  const recalled = useRecalledText()(message);
  if (system !== null) return system.known ? system.text : <Waiting />;
  if (recalled !== null) return recalled;
  if (text === null) return t('unknownContent');
  if (!isGroup(row) || message.senderId === me.userId) return text;
  const name = nameOf(message.senderId);
  return name === null ? <Waiting /> : t('by', { name, text });
}

/** Until the name is known: a line that is read must not change. */
function Waiting() {
  return <Skeleton className="h-3 w-32" />;
}
