import type { Message } from '@parley/contract';
import type { TimelineMessage } from '@parley/sdk';
import { Avatar, Button, cx, MiddleTruncate, Skeleton } from '@parley/ui';
import { CircleAlert, Pin } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { useState, type ReactNode } from 'react';
import { clockTime, fullTime } from '../../i18n/time';
import { useClient, useMe } from '../../state/client';
import { useSpokenNameOf } from '../../state/names';
import { useErrorText } from '../../state/use-error-text';
import { SelectMessage } from '../forward/select-message';
import { useSelection } from '../forward/forwards';
import { isGroup } from '../group/kinds';
import { EditMessage } from '../message-acts/edit-message';
import { EditedMark } from '../message-acts/edited-mark';
import { useEditing } from '../message-acts/editing';
import { MessageToolbar } from '../message-acts/message-toolbar';
import { ThreadFooter } from '../threads/thread-footer';
import { useThreadHere } from '../threads/in-thread';
import { PersonButton, PersonFace } from '../people/person-button';
import { hasReaders } from '../readers/asked-readers';
import { ReadBy } from '../readers/read-by';
import { Reactions } from '../message-acts/reactions';
import { type MessageActs, useMessageActs } from '../message-acts/use-message-acts';
import { MessageText } from './message-text';
import { Quoted } from './quoted';
import { StateIcon } from './state-icon';
import { Waiting } from './waiting';
import type { SteadyChat } from '../../state/steady-chat';

export type MessageRowProps = {
  row: SteadyChat;
  message: TimelineMessage;
  lead: boolean;
  senderName: string | null;
  spellsRead: boolean;
  now: number;
  /** What it answers: null when that is not there for me, undefined while it is looked up. */
  quoted: Message | null | undefined;
  /** Somebody jumped here. */
  found: boolean;
};

/** What is done to a message just now, and what its article is to others, however it is drawn. */
export function useMessageHere({ conversationId, seq, state }: TimelineMessage) {
  // Most rows are only read: what can be done to one is made when the pointer or the focus comes to it.
  const [met, setMet] = useState(false);
  const meet = (): void => setMet(true);
  const thread = useThreadHere();
  const selecting = useSelection() !== null && thread === null;
  const isEdited = useEditing({ conversationId, seq, thread }) !== null;
  const article = {
    'data-state': state,
    'data-seq': seq ?? undefined,
    tabIndex: -1,
    // Not when it enters: a row that is scrolled to under a pointer at rest is never told so.
    onPointerOver: meet,
    onFocus: meet,
  };
  // Over the field nothing can be typed.
  return { article, thread, selecting, isEdited, hasToolbar: met && !selecting && !isEdited };
}

/** One message: face and name once a group, the text, what was done to it, and how far it is when it is mine. */
export function MessageRow({ row, message, lead, senderName, spellsRead, now, quoted, found }: MessageRowProps) {
  const { article, thread, selecting, hasToolbar } = useMessageHere(message);
  const acts = useMessageActs(row, message);
  const answers = message.content.replyTo?.seq;
  const groupId = isGroup(row) ? row.conversationId : null;
  return (
    <article
      {...article}
      className={cx(
        'group relative flex gap-3 px-3 -outline-offset-2 hover:bg-hover',
        thread === null && 'panes:px-5',
        lead ? 'pt-2.5 pb-0.5 compact:pt-1 compact:pb-0' : 'py-0.5 compact:py-0',
        found && 'bg-accent-soft',
      )}
    >
      <div className="w-9 shrink-0">
        {lead ? (
          <PersonFace userId={message.senderId}>
            <Avatar id={message.senderId} name={senderName ?? ''} size="md" />
          </PersonFace>
        ) : (
          <QuietTime at={message.at} />
        )}
      </div>
      <div className="min-w-0 max-w-[760px] flex-1">
        {lead ? (
          <Byline userId={message.senderId} name={senderName} at={message.at} />
        ) : (
          <SpokenName name={senderName} />
        )}
        {answers !== undefined && <Quoted message={quoted} groupId={groupId} />}
        <Said row={row} message={message} />
        <BelowMessage message={message} acts={acts} groupId={groupId} now={now} />
      </div>
      <OwnState row={row} message={message} spellsRead={spellsRead} hidden={selecting} />
      {selecting && <SelectMessage message={message} name={senderName} />}
      {hasToolbar && <MessageToolbar row={row} message={message} acts={acts} now={now} />}
    </article>
  );
}

type BelowProps = { message: TimelineMessage; acts: MessageActs; groupId: string | null; now: number };

/** What became of it: reactions, its thread, and what to do where it did not leave. */
export function BelowMessage({ message, acts, groupId, now }: BelowProps) {
  const thread = useThreadHere();
  return (
    <>
      <Reactions message={message} acts={acts} />
      {message.replies !== null && thread === null && <ThreadFooter message={message} groupId={groupId} now={now} />}
      {message.state === 'failed' && <Failure message={message} />}
      {message.state === 'pending' && <Waiting message={message} />}
    </>
  );
}

export function Said({ row, message }: { row: SteadyChat; message: TimelineMessage }) {
  const t = useTranslations('acts');
  const nameOf = useSpokenNameOf();
  const thread = useThreadHere();
  const text = useEditing({ conversationId: message.conversationId, seq: message.seq, thread });
  if (text !== null) return <EditMessage row={row} message={message} text={text} />;
  const { pinned } = message;
  return (
    <>
      <MessageText message={message} />
      <EditedMark message={message} />
      {pinned !== null && (
        <p className="flex items-center gap-1 text-meta text-muted">
          <Pin aria-hidden size={12} strokeWidth={2} className="shrink-0" />
          {t('pinnedBy', { name: nameOf(pinned.by) })}
        </p>
      )}
    </>
  );
}

/** For a screen reader, which can't see a bar. */
export function SpokenName({ name }: { name: string | null }) {
  const t = useTranslations('group');
  return <span className="sr-only">{name ?? t('somebody')}</span>;
}

function Name({ userId, name }: { userId: string; name: string | null }) {
  if (name !== null) {
    return (
      <PersonButton userId={userId} passed>
        <MiddleTruncate text={name} className="text-list font-semibold" />
      </PersonButton>
    );
  }
  return (
    <>
      <Skeleton className="h-3.5 w-24 self-center" />
      <SpokenName name={name} />
    </>
  );
}

export function Byline({ userId, name, at }: { userId: string; name: string | null; at: number }) {
  const locale = useLocale();
  return (
    <p className="flex min-h-5 items-baseline gap-2">
      <Name userId={userId} name={name} />
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
export function QuietTime({ at, className }: { at: number; className?: string }) {
  const locale = useLocale();
  return (
    <time
      dateTime={new Date(at).toISOString()}
      title={fullTime(at, locale)}
      className={cx(
        // Not by its opacity: that would be a layer of its own for each.
        '-mx-2 block text-center text-[11px] whitespace-nowrap text-transparent tabular-nums group-hover:text-muted',
        className ?? 'leading-[22px]',
      )}
    >
      {clockTime(at, locale)}
    </time>
  );
}

type OwnStateProps = {
  row: SteadyChat;
  message: TimelineMessage;
  spellsRead: boolean;
  hidden: boolean;
  children?: ReactNode;
};

/** A column of its own that is always there, so that no text moves when a receipt comes. */
export function OwnState({ row, message, spellsRead, hidden, children }: OwnStateProps) {
  const t = useTranslations('message');
  const me = useMe();
  const { state, seq, conversationId } = message;
  const counts = message.mine && hasReaders(row, me, message);
  const icon = state !== 'received' && state !== 'failed' && !spellsRead && <StateIcon state={state} />;
  return (
    <div
      className={cx(
        'flex shrink-0 flex-col items-end justify-end pb-1',
        // Of a reply nobody is told who has read it.
        message.mine && isGroup(row) && message.thread === null ? 'w-16 panes:w-20' : 'w-9',
        hidden && 'invisible',
      )}
    >
      {children}
      {state === 'read' && spellsRead && <span className="text-meta font-medium text-accent">{t('read')}</span>}
      {counts && seq !== null ? (
        <ReadBy conversationId={conversationId} seq={seq}>
          {icon}
        </ReadBy>
      ) : (
        icon
      )}
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
