import type { Scheduled } from '@parley/contract';
import { ContentInput, isErrorCode } from '@parley/contract';
import { Button, cx } from '@parley/ui';
import { MessageSquareText } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { type MouseEvent, useState } from 'react';
import { fullTime } from '../../i18n/time';
import { useClient } from '../../state/client';
import { openThread, threadPath } from '../../state/location';
import { useErrorText } from '../../state/use-error-text';
import { useAct } from '../group/use-act';
import { EditScheduled } from './edit-scheduled';
import { useWhen } from './use-when';

type Props = {
  item: Scheduled;
  /** Its chat, in a list of several. */
  where: string | null;
  /** The list gives way to what was opened from it. */
  onDone: () => void;
};

/** One scheduled message with what can be done to it. */
export function ScheduledItem({ item, where, onDone }: Props) {
  const t = useTranslations('scheduled');
  const errorText = useErrorText();
  const locale = useLocale();
  const client = useClient();
  const when = useWhen();
  const [editing, setEditing] = useState(false);
  const { busy, failure, run } = useAct();
  const { scheduledId, sendAt, state, content } = item;
  const thread = threadIn(content);
  if (editing && state !== 'sending') return <EditScheduled item={item} onClose={() => setEditing(false)} />;
  return (
    <li className="flex flex-col gap-1 py-3">
      <p className="flex flex-wrap gap-x-2 text-meta text-muted">
        {where !== null && <span className="font-medium text-text">{where}</span>}
        <time dateTime={new Date(sendAt).toISOString()} title={fullTime(sendAt, locale)} className="tabular-nums">
          {when(sendAt)}
        </time>
        <StateMark item={item} />
      </p>
      {thread !== null && <InThread item={item} seq={thread} onOpened={onDone} />}
      <p className="line-clamp-4 text-list wrap-anywhere whitespace-pre-line">{content?.text ?? t('unknown')}</p>
      {state !== 'sending' && (
        <div className="flex flex-wrap gap-x-4 gap-y-1">
          <Button kind="link" size="sm" disabled={busy} onClick={() => setEditing(true)}>
            {t('edit')}
          </Button>
          <Button
            kind="link"
            size="sm"
            disabled={busy}
            onClick={() => void run(() => client.sendScheduled(scheduledId))}
          >
            {t('sendNow')}
          </Button>
          <Button
            kind="danger-link"
            size="sm"
            disabled={busy}
            onClick={() => void run(() => client.cancelScheduled(scheduledId))}
          >
            {t('delete')}
          </Button>
        </div>
      )}
      {failure && (
        <p role="alert" className="text-meta text-danger">
          {errorText(failure)}
        </p>
      )}
    </li>
  );
}

/** Where a reply goes; null: it is none. */
function threadIn(content: Scheduled['content']): number | null {
  return ContentInput.safeParse(content).data?.thread?.seq ?? null;
}

/** It is a reply: the way to its thread. A link, so that it can be opened in another tab. */
function InThread({ item: { conversationId }, seq, onOpened }: { item: Scheduled; seq: number; onOpened: () => void }) {
  const t = useTranslations('threads');
  const follow = (event: MouseEvent): void => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    onOpened();
    openThread(conversationId, seq);
  };
  return (
    <a
      href={threadPath(conversationId, seq)}
      onClick={follow}
      className="flex max-w-full items-center gap-1 self-start text-meta text-accent hover:underline"
    >
      <MessageSquareText aria-hidden size={14} strokeWidth={1.75} className="shrink-0" />
      {t('scheduledHere')}
    </a>
  );
}

function StateMark({ item: { state, failure = '' } }: { item: Scheduled }) {
  const t = useTranslations('scheduled');
  const errorText = useErrorText();
  if (state === 'waiting') return null;
  const why = isErrorCode(failure) ? errorText({ code: failure, details: {} }) : '';
  const text = state === 'missed' ? t('missed') : state === 'failed' ? t('failed', { why }) : t('sending');
  return <span className={cx(state !== 'sending' && 'font-medium text-danger')}>{text}</span>;
}
