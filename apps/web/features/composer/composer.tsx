import type { ChatRow } from '@parley/sdk';
import { cx, IconButton, KEYS } from '@parley/ui';
import { SendHorizontal, Smile } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { useEffect, useLayoutEffect, useRef, type RefObject } from 'react';
import { fullTime } from '../../i18n/time';
import { useErrorText, type ShownError } from '../../state/use-error-text';
import { isForever } from '../group/system-sentence';
import { ScheduleMenu } from '../scheduled/schedule-menu';
import { ScheduledLine } from '../scheduled/scheduled-line';
import { EmojiPopover } from '../message-acts/emoji-popover';
import { CallQuestion } from './call-question';
import { ComposerFooter } from './composer-footer';
import { MentionField } from './mention-field';
import { useThreadHere } from '../threads/in-thread';
import { QuoteBar } from './quote-bar';
import { useCommandPicker } from './use-command-picker';
import { touchOnly, useComposer } from './use-composer';
import { usePosting, type Posting } from './use-posting';

/** The field, or the reason why there is none. */
export function Composer({ row, name }: { row: ChatRow; name: string }) {
  const posting = usePosting(row);
  const { conversationId } = row;
  const inThread = useThreadHere() !== null;
  if (posting.refused) {
    return (
      <div className="shrink-0 border-t border-line px-3 pt-2 panes:px-5">
        {/* What was scheduled before can still be taken back. */}
        {!inThread && <ScheduledLine conversationId={conversationId} />}
        <Refused reason={posting.refused} />
      </div>
    );
  }
  return <Writing row={row} name={name} posting={posting} />;
}

function Refused({ reason }: { reason: ShownError }) {
  const t = useTranslations('composer');
  const locale = useLocale();
  const errorText = useErrorText();
  const until = reason.code === 'MUTED' ? Number(reason.details['until']) : null;
  return (
    <p role="status" className="px-2 pt-2 pb-[max(16px,env(safe-area-inset-bottom))] text-center text-list text-muted">
      {until !== null && !isForever(until) ? t('mutedUntil', { time: fullTime(until, locale) }) : errorText(reason)}
    </p>
  );
}

type WritingProps = { row: ChatRow; name: string; posting: Posting };

function Writing({ row, name, posting }: WritingProps) {
  const t = useTranslations('composer');
  const threads = useTranslations('threads');
  const emoji = useTranslations('emoji');
  const inThread = useThreadHere() !== null;
  const { conversationId } = row;
  const composer = useComposer(row, posting.waitSeconds > 0);
  const { text, left, sendable, failure, reply } = composer;
  const commands = useCommandPicker(row, text);
  const field = useRef<HTMLTextAreaElement>(null);
  useGrowth(field, text);
  useEffect(() => {
    // Whoever opens a chat, or answers, wants to write; but a touch keyboard would cover what there is to read.
    if (reply !== null || !touchOnly()) field.current?.focus();
  }, [reply]);
  const sendByButton = (): void => {
    composer.send();
    field.current?.focus();
  };
  return (
    <div className={cx('shrink-0 px-3 pb-[env(safe-area-inset-bottom)]', !inThread && 'panes:px-5')}>
      {!inThread && <ScheduledLine conversationId={conversationId} />}
      <div className="relative rounded-card border border-edge bg-surface py-1 pr-1 pl-3 focus-within:border-accent focus-within:ring-1 focus-within:ring-accent forced-colors:focus-within:outline-2">
        {reply && <QuoteBar row={row} message={reply} />}
        <div className="flex items-end gap-1">
          <MentionField
            field={field}
            picker={composer.picker}
            commands={commands}
            label={inThread ? threads('field') : t('label', { name })}
            placeholder={inThread ? threads('placeholder') : t('placeholder', { name })}
            value={text}
            onChange={composer.change}
            onKeyDown={composer.onKeyDown}
            onCompositionEnd={composer.onCompositionEnd}
            className="max-h-[40dvh] min-h-9 flex-1 resize-none bg-transparent py-[7px] text-message outline-none placeholder:truncate placeholder:text-faint"
          />
          <EmojiPopover
            title={emoji('insert')}
            trigger={<IconButton icon={Smile} label={emoji('insert')} className="max-panes:hidden" />}
            onPick={(picked) => field.current && typeInto(field.current, picked)}
            finalFocus={() => field.current}
          />
          <ScheduleMenu row={row} said={composer.said} onScheduled={composer.done} />
          <IconButton
            icon={SendHorizontal}
            label={t('send')}
            shortcut={KEYS.enter}
            aria-disabled={!sendable}
            className={cx(sendable ? '!bg-accent !text-on-accent' : '!text-faint')}
            onClick={sendByButton}
          />
        </div>
      </div>
      <ComposerFooter left={left} failure={failure} posting={posting} />
      <CallQuestion question={composer.question} />
    </div>
  );
}

/** As if it was typed where the caret stood: the field tells of the change itself, and can undo it. */
function typeInto(field: HTMLTextAreaElement, text: string): void {
  field.focus();
  document.execCommand('insertText', false, text);
}

/** As high as its text; the style sheet ends it at 40 % of the window. */
function useGrowth(fieldRef: RefObject<HTMLTextAreaElement | null>, text: string): void {
  useLayoutEffect(() => {
    const field = fieldRef.current;
    if (!field) return;
    field.style.height = 'auto';
    field.style.height = `${field.scrollHeight}px`;
  }, [fieldRef, text]);
}
