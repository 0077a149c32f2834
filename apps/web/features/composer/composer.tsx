import type { ChatRow } from '@parley/sdk';
import { cx, IconButton } from '@parley/ui';
import { SendHorizontal } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { useEffect, useLayoutEffect, useRef, type RefObject } from 'react';
import { fullTime } from '../../i18n/time';
import { useErrorText, type ShownError } from '../../state/use-error-text';
import { isForever } from '../group/system-sentence';
import { ScheduleMenu } from '../scheduled/schedule-menu';
import { ScheduledLine } from '../scheduled/scheduled-line';
import { ComposerFooter } from './composer-footer';
import { touchOnly, useComposer } from './use-composer';
import { usePosting, type Posting } from './use-posting';

/** The field, or the reason why there is none. */
export function Composer({ row, name }: { row: ChatRow; name: string }) {
  const posting = usePosting(row);
  const { conversationId } = row;
  if (posting.refused) {
    return (
      <div className="shrink-0 border-t border-line px-3 pt-2 panes:px-5">
        {/* What was scheduled before can still be taken back. */}
        <ScheduledLine conversationId={conversationId} />
        <Refused reason={posting.refused} />
      </div>
    );
  }
  return <Writing conversationId={conversationId} name={name} posting={posting} />;
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

type WritingProps = { conversationId: string; name: string; posting: Posting };

function Writing({ conversationId, name, posting }: WritingProps) {
  const t = useTranslations('composer');
  const composer = useComposer(conversationId, posting.waitSeconds > 0);
  const { text, left, sendable, failure, change, send, onKeyDown, onCompositionEnd } = composer;
  const fieldRef = useRef<HTMLTextAreaElement>(null);
  useGrowth(fieldRef, text);
  useEffect(() => {
    // Whoever opens a chat wants to write; but a touch keyboard would cover what there is to read.
    if (!touchOnly()) fieldRef.current?.focus();
  }, []);
  const sendByButton = (): void => {
    send();
    fieldRef.current?.focus();
  };
  return (
    <div className="shrink-0 px-3 pb-[env(safe-area-inset-bottom)] panes:px-5">
      <ScheduledLine conversationId={conversationId} />
      <div className="flex items-end gap-1 rounded-card border border-edge bg-surface py-1 pr-1 pl-3 focus-within:border-accent focus-within:ring-1 focus-within:ring-accent forced-colors:focus-within:outline-2">
        <textarea
          ref={fieldRef}
          rows={1}
          aria-label={t('label', { name })}
          placeholder={t('placeholder', { name })}
          value={text}
          onChange={(event) => change(event.target.value)}
          onKeyDown={onKeyDown}
          onCompositionEnd={onCompositionEnd}
          className="max-h-[40dvh] min-h-9 flex-1 resize-none bg-transparent py-[7px] text-message outline-none placeholder:truncate placeholder:text-faint"
        />
        <ScheduleMenu
          conversationId={conversationId}
          text={text.trim() !== '' && (left === null || left >= 0) ? text.trim() : null}
          onScheduled={() => change('')}
        />
        <IconButton
          icon={SendHorizontal}
          label={t('send')}
          shortcut="Enter"
          aria-disabled={!sendable}
          className={cx(sendable ? '!bg-accent !text-on-accent' : '!text-faint')}
          onClick={sendByButton}
        />
      </div>
      <ComposerFooter left={left} failure={failure} posting={posting} />
    </div>
  );
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
