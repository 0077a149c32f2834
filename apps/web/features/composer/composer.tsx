import { cx, IconButton, KEYS } from '@parley/ui';
import { SendHorizontal, Smile, Type } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { memo, type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { momentTime } from '../../i18n/dates';
import { preferences } from '../../platform/preferences';
import { touchOnly } from '../../platform/touch-only';
import { usePreferences } from '../../state/preferences';
import type { SteadyChat } from '../../state/steady-chat';
import { useErrorText, type ShownError } from '../../state/use-error-text';
import { isForever } from '../group/system-sentence';
import { ScheduleMenu } from '../scheduled/schedule-menu';
import { ScheduledLine } from '../scheduled/scheduled-line';
import { useEditsIn } from '../message-acts/editing';
import { EmojiPopover } from '../message-acts/emoji-popover';
import { CallQuestion } from './call-question';
import { ComposerFooter } from './composer-footer';
import type { Field } from './field';
import { MentionField } from './mention-field';
import type { Said } from './mention-text';
import { useThreadHere } from '../threads/in-thread';
import { QuoteBar } from './quote-bar';
import { useCommandPicker } from './use-command-picker';
import { type ComposerState, useComposer } from './use-composer';
import { useRichThere } from './use-rich-field';
import { usePosting, type Posting } from './use-posting';

/** The field, or the reason why there is none. What is said in the chat does not draw it again. */
export const Composer = memo(function Composer({ row, name }: { row: SteadyChat; name: string }) {
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
});

function Refused({ reason }: { reason: ShownError }) {
  const t = useTranslations('composer');
  const locale = useLocale();
  const errorText = useErrorText();
  const until = reason.code === 'MUTED' ? Number(reason.details['until']) : null;
  return (
    <p role="status" className="px-2 pt-2 pb-[max(16px,env(safe-area-inset-bottom))] text-center text-list text-muted">
      {until !== null && !isForever(until) ? t('mutedUntil', { time: momentTime(until, locale) }) : errorText(reason)}
    </p>
  );
}

type WritingProps = { row: SteadyChat; name: string; posting: Posting };

function Writing({ row, name, posting }: WritingProps) {
  const t = useTranslations('composer');
  const threads = useTranslations('threads');
  const thread = useThreadHere();
  const inThread = thread !== null;
  const { conversationId } = row;
  const edits = useEditsIn({ conversationId, thread });
  const composer = useComposer(row, posting.waitSeconds > 0);
  const { typed, left, sayable, sendable, failure, reply } = composer;
  const commands = useCommandPicker(row);
  const field = useRef<Field>(null);
  const { toolbar = false } = usePreferences();
  const [bar, setBar] = useState<HTMLElement | null>(null);
  useEffect(() => {
    // Whoever opens a chat, or answers, wants to write; but a touch keyboard would cover what there is to read.
    if (reply !== null || !touchOnly()) field.current?.focus();
  }, [reply]);
  useEffect(() => {
    // Whoever is done with a change, too; but its answer may come when they are elsewhere already.
    if (!edits && document.activeElement === document.body && !touchOnly()) field.current?.focus();
  }, [edits]);
  const acts = useSteadyActs(composer, field);
  return (
    <div className={cx('shrink-0 px-3 pb-[env(safe-area-inset-bottom)]', !inThread && 'panes:px-5')}>
      {!inThread && <ScheduledLine conversationId={conversationId} />}
      <div className="relative rounded-card border border-edge bg-surface py-1 pr-1 pl-3 focus-within:border-accent focus-within:ring-1 focus-within:ring-accent forced-colors:focus-within:outline-2">
        {reply && <QuoteBar row={row} message={reply} />}
        {toolbar && <div ref={setBar} className="-ml-2 flex h-9 overflow-x-auto" />}
        <div className="flex items-end gap-1">
          <MentionField
            field={field}
            picker={composer.picker}
            commands={commands}
            label={inThread ? threads('field') : t('label', { name })}
            placeholder={inThread ? threads('placeholder') : t('placeholder', { name })}
            typed={typed}
            onChange={composer.change}
            onKeyDown={composer.onKeyDown}
            onCompositionEnd={composer.onCompositionEnd}
            toolbar={bar}
            className="max-h-[40dvh] min-h-9 flex-1 resize-none bg-transparent py-[7px] text-message outline-none placeholder:truncate placeholder:text-faint"
          />
          <Buttons row={row} field={field} toolbar={toolbar} sayable={sayable} sendable={sendable} acts={acts} />
        </div>
      </div>
      <ComposerFooter left={left} failure={failure} posting={posting} />
      <CallQuestion question={composer.question} />
    </div>
  );
}

type Acts = { readonly send: () => void; readonly said: () => Said | null; readonly done: () => void };

/** The same functions whatever is typed. */
function useSteadyActs(composer: ComposerState, field: RefObject<Field | null>): Acts {
  const latest = useRef(composer);
  useLayoutEffect(() => {
    latest.current = composer;
  });
  const [acts] = useState((): Acts => ({
    send: () => {
      latest.current.send();
      field.current?.focus();
    },
    said: () => latest.current.said(),
    done: () => latest.current.done(),
  }));
  return acts;
}

type ButtonsProps = {
  row: SteadyChat;
  field: RefObject<Field | null>;
  toolbar: boolean;
  sayable: boolean;
  sendable: boolean;
  acts: Acts;
};

/** Beside the field. A key that is pressed in it does not draw them again. */
const Buttons = memo(function Buttons({ row, field, toolbar, sayable, sendable, acts }: ButtonsProps) {
  const t = useTranslations('composer');
  const emoji = useTranslations('emoji');
  return (
    <>
      <FormattingButton shown={toolbar} />
      <EmojiPopover
        title={emoji('insert')}
        trigger={<IconButton icon={Smile} label={emoji('insert')} className="max-panes:hidden" />}
        onPick={(picked) => field.current?.type(picked)}
        finalFocus={() => field.current?.element ?? null}
      />
      <ScheduleMenu row={row} sendable={sayable} said={acts.said} onScheduled={acts.done} />
      <IconButton
        icon={SendHorizontal}
        label={t('send')}
        shortcut={KEYS.enter}
        aria-disabled={!sendable}
        className={cx(sendable ? '!bg-accent !text-on-accent' : '!text-faint')}
        onClick={acts.send}
      />
    </>
  );
});

/** Its place is kept from the beginning; it is there when there is something that it can show. */
function FormattingButton({ shown }: { shown: boolean }) {
  const t = useTranslations('composer');
  const there = useRichThere();
  return (
    <IconButton
      icon={Type}
      label={t('formatting')}
      aria-pressed={shown}
      className={cx(!there && 'invisible', shown && '!text-accent')}
      onClick={() => preferences.change({ toolbar: !shown })}
    />
  );
}
