import { cx, IconButton } from '@parley/ui';
import { SendHorizontal } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useEffect, useLayoutEffect, useRef, type RefObject } from 'react';
import { ComposerFooter } from './composer-footer';
import { touchOnly, useComposer } from './use-composer';

export function Composer({ conversationId, name }: { conversationId: string; name: string }) {
  const t = useTranslations('composer');
  const { text, left, sendable, failure, change, send, onKeyDown, onCompositionEnd } = useComposer(conversationId);
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
        <IconButton
          icon={SendHorizontal}
          label={t('send')}
          shortcut="Enter"
          aria-disabled={!sendable}
          className={cx(sendable ? '!bg-accent !text-on-accent' : '!text-faint')}
          onClick={sendByButton}
        />
      </div>
      <ComposerFooter left={left} failure={failure} />
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
