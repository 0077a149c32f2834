import type { Message } from '@parley/contract';
import type { TimelineMessage } from '@parley/sdk';
import { Avatar, Button, cx, MiddleTruncate } from '@parley/ui';
import { CircleAlert } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { clockTime, fullTime } from '../../i18n/time';
import { useClient } from '../../state/client';
import { useErrorText } from '../../state/use-error-text';
import { mayForward } from '../forward/use-forward';
import { useMessageActs } from './message-acts';
import { MessageMenu } from './message-menu';
import { MessageText } from './message-text';
import { Quoted } from './quoted';
import { StateIcon } from './state-icon';
import { useContentText } from './use-content-text';

export type MessageRowProps = {
  message: TimelineMessage;
  lead: boolean;
  senderName: string;
  spellsRead: boolean;
  /** What it answers: null when that is gone, undefined while it is looked up. */
  quoted: Message | null | undefined;
  /** It was jumped to a moment ago. */
  marked: boolean;
};

/** One message: face and name once a group, the text, and how far it is when it is mine. */
export function MessageRow({ message, lead, senderName, spellsRead, quoted, marked }: MessageRowProps) {
  const answers = message.content.replyTo?.seq;
  const { selection } = useMessageActs().forwards;
  return (
    <article
      data-state={message.state}
      className={cx(
        'group relative flex gap-3 px-3 transition-colors hover:bg-hover panes:px-5',
        lead ? 'pt-2.5 pb-0.5' : 'py-0.5',
        marked && 'bg-accent-soft forced-colors:outline',
      )}
    >
      <div className="w-9 shrink-0">
        {lead ? <Avatar id={message.senderId} name={senderName} size="md" /> : <QuietTime at={message.at} />}
      </div>
      <div className="min-w-0 max-w-[760px] flex-1">
        {lead ? <Byline name={senderName} at={message.at} /> : <span className="sr-only">{senderName}</span>}
        {answers !== undefined && <Quoted seq={answers} message={quoted} />}
        <MessageText content={message.content} />
        {message.state === 'failed' && <Failure message={message} />}
      </div>
      <OwnState state={message.state} spellsRead={spellsRead} hidden={selection !== null} />
      {selection === null ? <MessageMenu message={message} /> : <Selectable message={message} name={senderName} />}
    </article>
  );
}

/** The whole row is the box: a click anywhere takes the message in or out. */
function Selectable({ message, name }: { message: TimelineMessage; name: string }) {
  const t = useTranslations('forward');
  const { selection, toggle } = useMessageActs().forwards;
  const contentText = useContentText();
  if (!mayForward(message)) return null;
  const chosen = selection?.has(message.seq ?? 0) === true;
  return (
    <label
      className={cx(
        'absolute inset-0 z-[6] flex cursor-pointer items-center justify-end pr-5 has-focus-visible:outline-2 has-focus-visible:-outline-offset-2 has-focus-visible:outline-accent',
        chosen && 'bg-accent/10',
      )}
    >
      <input
        type="checkbox"
        checked={chosen}
        aria-label={t('choose', { name, text: contentText(message.content) ?? '' })}
        onChange={() => toggle(message)}
        className="size-4 cursor-pointer accent-accent outline-none"
      />
    </label>
  );
}

function Byline({ name, at }: { name: string; at: number }) {
  const locale = useLocale();
  return (
    <p className="flex items-baseline gap-2">
      <MiddleTruncate text={name} className="text-list font-semibold" />
      <time
        dateTime={new Date(at).toISOString()}
        title={fullTime(at, locale)}
        className="shrink-0 text-meta text-muted tabular-nums"
      >
        {clockTime(at, locale)}
      </time>
    </p>
  );
}

/** The time of a message within a group: for the pointer and for a screen reader. */
function QuietTime({ at }: { at: number }) {
  const locale = useLocale();
  return (
    <time
      dateTime={new Date(at).toISOString()}
      title={fullTime(at, locale)}
      className="block text-center text-[11px] leading-[22px] text-muted tabular-nums opacity-0 group-hover:opacity-100"
    >
      {clockTime(at, locale)}
    </time>
  );
}

type OwnStateProps = Pick<TimelineMessage, 'state'> & { spellsRead: boolean; hidden: boolean };

/** A column of its own that is always there, so that no text moves when a receipt comes. */
function OwnState({ state, spellsRead, hidden }: OwnStateProps) {
  const t = useTranslations('message');
  return (
    <div className={cx('flex w-9 shrink-0 items-end justify-end pb-1', hidden && 'invisible')}>
      {state === 'read' && spellsRead && <span className="text-meta font-medium text-accent">{t('read')}</span>}
      {state !== 'received' && state !== 'failed' && !spellsRead && <StateIcon state={state} />}
    </div>
  );
}

function Failure({ message }: { message: TimelineMessage }) {
  const t = useTranslations('message');
  const errorText = useErrorText();
  const client = useClient();
  const reason = errorText(message.error ?? { code: 'INTERNAL', details: {} });
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 pt-0.5 pb-1 text-meta text-danger">
      <span className="inline-flex items-center gap-1.5">
        <CircleAlert aria-hidden size={14} strokeWidth={2} className="shrink-0" />
        {t('failed', { reason })}
      </span>
      <Button kind="link" size="text" onClick={() => client.retry(message.clientMsgId)}>
        {t('retry')}
      </Button>
      <Button kind="danger-link" size="text" onClick={() => client.discard(message.clientMsgId)}>
        {t('delete')}
      </Button>
    </div>
  );
}
