import type { ChatRow, TimelineMessage } from '@parley/sdk';
import { ConfirmDialog, cx, IconButton } from '@parley/ui';
import { SendHorizontal } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useEffect, useId, useLayoutEffect, useRef, type RefObject } from 'react';
import { useNameOf } from '../../state/names';
import { ComposerFooter } from './composer-footer';
import { MentionList, mentionOptionId } from './mention-list';
import { QuoteBar } from './quote-bar';
import { touchOnly, useComposer } from './use-composer';

export type ComposerProps = {
  row: ChatRow;
  name: string;
  /** What is being answered. */
  reply: TimelineMessage | null;
  onReplyEnd: () => void;
};

export function Composer({ row, name, reply, onReplyEnd }: ComposerProps) {
  const t = useTranslations('composer');
  const nameOf = useNameOf();
  const list = useId();
  const composer = useComposer({ row, reply, onReplyEnd });
  const { text, left, sendable, failure, picker } = composer;
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
    <div className="shrink-0 px-3 pb-[env(safe-area-inset-bottom)] panes:px-5">
      <div className="relative rounded-card border border-edge bg-surface py-1 pr-1 pl-3 focus-within:border-accent focus-within:ring-1 focus-within:ring-accent forced-colors:focus-within:outline-2">
        {picker.options && (
          <MentionList
            id={list}
            options={picker.options}
            active={picker.active}
            onActive={picker.move}
            onPick={(called) => field.current && picker.pick(called, field.current)}
          />
        )}
        {reply && <QuoteBar message={reply} name={nameOf(reply.senderId)} onCancel={onReplyEnd} />}
        <div className="flex items-end gap-1">
          <textarea
            ref={field}
            rows={1}
            aria-label={t('label', { name })}
            aria-autocomplete="list"
            aria-controls={picker.options ? list : undefined}
            aria-activedescendant={picker.options ? mentionOptionId(list, picker.active) : undefined}
            placeholder={t('placeholder', { name })}
            value={text}
            onChange={(event) => composer.change(event.target)}
            onSelect={(event) => picker.onCaret(event.currentTarget)}
            onKeyDown={composer.onKeyDown}
            onCompositionEnd={composer.onCompositionEnd}
            className="max-h-[40dvh] min-h-9 flex-1 resize-none bg-transparent py-[7px] text-message outline-none placeholder:truncate placeholder:text-faint"
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
      </div>
      <ComposerFooter left={left} failure={failure} />
      <CallQuestion row={row} composer={composer} />
    </div>
  );
}

/** Before many people are called. */
function CallQuestion({ row, composer }: { row: ChatRow; composer: ReturnType<typeof useComposer> }) {
  const t = useTranslations('mention');
  const app = useTranslations('app');
  const count = row.memberCount ?? 0;
  return (
    <ConfirmDialog
      open={composer.asking}
      onOpenChange={composer.ask}
      title={t('confirmTitle', { count })}
      body={t('confirmBody')}
      confirmLabel={t('confirm', { count })}
      cancelLabel={app('cancel')}
      onConfirm={composer.confirm}
    />
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
