import { MergedContent } from '@parley/contract';
import type { TimelineMessage } from '@parley/sdk';
import { Avatar, cx } from '@parley/ui';
import { useLocale } from 'next-intl';
import type { ReactNode } from 'react';
import { clockTime, fullTime } from '../../i18n/time';
import { SelectMessage } from '../forward/select-message';
import { isGroup } from '../group/kinds';
import { MessageToolbar } from '../message-acts/message-toolbar';
import { useMessageActs } from '../message-acts/use-message-acts';
import { PersonFace } from '../people/person-button';
import { isJumbo } from './message-language';
import {
  BelowMessage,
  Byline,
  type MessageRowProps,
  OwnState,
  QuietTime,
  Said,
  SpokenName,
  useMessageHere,
} from './message-row';
import { Quoted } from './quoted';
import type { SteadyChat } from '../../state/steady-chat';

/** One message as a bubble: mine on the right, what others say on the left, beside their face. */
export function MessageBubble(props: MessageRowProps) {
  const { row, message, lead, senderName, spellsRead, now, quoted, found } = props;
  const { mine } = message;
  const { article, thread, selecting, isEdited, hasToolbar } = useMessageHere(message);
  const acts = useMessageActs(row, message);
  const groupId = isGroup(row) ? row.conversationId : null;
  return (
    <article
      {...article}
      className={cx(
        'group @container relative px-3 -outline-offset-2',
        thread === null && 'panes:px-5',
        lead ? 'pt-[9px] pb-px compact:pt-1' : 'py-px',
        // Mine make room for the box that chooses them.
        selecting && mine && '!pr-12',
      )}
    >
      <div className="mx-auto flex max-w-[68rem] gap-2">
        {!mine && <Face message={message} name={senderName} lead={lead} />}
        <div className={cx('flex min-w-0 flex-1 flex-col', mine ? 'items-end' : 'items-start')}>
          <Lead row={row} message={message} name={senderName} lead={lead} />
          <div className={cx(LINE, mine && 'flex-row-reverse', isEdited && 'w-full')}>
            <Ground message={message} lead={lead} found={found} isEdited={isEdited}>
              {message.content.replyTo !== undefined && <Quoted message={quoted} groupId={groupId} />}
              <Said row={row} message={message} />
            </Ground>
            {mine && (
              <OwnState row={row} message={message} spellsRead={spellsRead} hidden={selecting || isEdited}>
                {!lead && <QuietTime at={message.at} className="mb-auto pt-0.5 leading-[14px]" />}
              </OwnState>
            )}
            {hasToolbar && (
              <MessageToolbar
                row={row}
                message={message}
                acts={acts}
                now={now}
                className={mine ? BAR_OF_MINE : BAR_OF_OTHERS}
              />
            )}
          </div>
          <BelowMessage message={message} acts={acts} groupId={groupId} now={now} />
        </div>
      </div>
      {selecting && <SelectMessage message={message} name={senderName} />}
    </article>
  );
}

/** Where there is room, what can be done to a message stands beside its bubble; else over the other edge of the row. */
const LINE = 'flex max-w-[calc(100%-1.5rem)] gap-1.5 @min-[35rem]:relative @min-[35rem]:max-w-[calc(100%-10rem)]';
const BAR_OF_OTHERS =
  '-top-2 right-3 @min-[35rem]:top-0 @min-[35rem]:right-auto @min-[35rem]:left-full @min-[35rem]:ml-1.5';
const BAR_OF_MINE =
  '-top-2 left-3 @min-[35rem]:top-0 @min-[35rem]:left-auto @min-[35rem]:right-full @min-[35rem]:mr-1.5';

type PartProps = { message: TimelineMessage; name: string | null; lead: boolean };

function Face({ message, name, lead }: PartProps) {
  return (
    <div className="w-9 shrink-0">
      {lead ? (
        <PersonFace userId={message.senderId}>
          <Avatar id={message.senderId} name={name ?? ''} size="md" />
        </PersonFace>
      ) : (
        <QuietTime at={message.at} className="leading-[34px] compact:leading-[30px]" />
      )}
    </div>
  );
}

/** Above the first of a group: when, and who where that can be several. */
function Lead({ row, message, name, lead }: PartProps & { row: SteadyChat }) {
  const locale = useLocale();
  const { senderId, at, mine } = message;
  if (!lead) return <SpokenName name={name} />;
  if (!mine && isGroup(row)) return <Byline userId={senderId} name={name} at={at} />;
  return (
    <p className="flex h-5 items-baseline">
      <SpokenName name={name} />
      <time
        dateTime={new Date(at).toISOString()}
        title={fullTime(at, locale)}
        className="text-meta text-muted tabular-nums"
      >
        {clockTime(at, locale)}
      </time>
    </p>
  );
}

type GroundProps = {
  message: TimelineMessage;
  lead: boolean;
  found: boolean;
  isEdited: boolean;
  children: ReactNode;
};

function Ground({ message, lead, found, isEdited, children }: GroundProps) {
  const { mine, state } = message;
  const ground = isEdited || standsAlone(message) ? null : mine ? 'bg-accent-soft' : 'bg-hover';
  return (
    <div
      data-bubble={mine ? 'mine' : 'theirs'}
      className={cx(
        'min-w-0 rounded-card',
        isEdited ? 'flex-1' : 'max-w-[36rem]',
        ground !== null && 'px-3 py-1.5 compact:py-1 forced-colors:border',
        ground,
        lead && (mine ? 'rounded-tr-[3px]' : 'rounded-tl-[3px]'),
        state === 'failed' && 'ring-1 ring-danger',
        found && 'ring-2 ring-accent',
      )}
    >
      {children}
    </div>
  );
}

/** What needs no ground: a card has one, and a few emoji are their own. */
function standsAlone({ content }: TimelineMessage): boolean {
  if (content.type === 'text') return content.replyTo === undefined && isJumbo(content.text ?? '');
  return MergedContent.safeParse(content).success;
}
