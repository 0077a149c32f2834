import type { Scheduled } from '@parley/contract';
import { isErrorCode } from '@parley/contract';
import { Button, cx } from '@parley/ui';
import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { fullTime } from '../../i18n/time';
import { useClient } from '../../state/client';
import { useErrorText } from '../../state/use-error-text';
import { useAct } from '../group/use-act';
import { EditScheduled } from './edit-scheduled';
import { useWhen } from './use-when';

/** One scheduled message with what can be done to it. `where`: its chat, in a list of several. */
export function ScheduledItem({ item, where }: { item: Scheduled; where: string | null }) {
  const t = useTranslations('scheduled');
  const errorText = useErrorText();
  const locale = useLocale();
  const client = useClient();
  const when = useWhen();
  const [editing, setEditing] = useState(false);
  const { busy, failure, run } = useAct();
  const { scheduledId, sendAt, state, content } = item;
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
      <p className="line-clamp-4 text-list break-words whitespace-pre-line">{content?.text ?? t('unknown')}</p>
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

function StateMark({ item: { state, failure = '' } }: { item: Scheduled }) {
  const t = useTranslations('scheduled');
  const errorText = useErrorText();
  if (state === 'waiting') return null;
  const why = isErrorCode(failure) ? errorText({ code: failure, details: {} }) : '';
  const text = state === 'missed' ? t('missed') : state === 'failed' ? t('failed', { why }) : t('sending');
  return <span className={cx(state !== 'sending' && 'font-medium text-danger')}>{text}</span>;
}
