import { LIMITS } from '@parley/contract';
import type { ChatRow } from '@parley/sdk';
import { Button, ConfirmDialog, IconButton, KEYS } from '@parley/ui';
import { Copy, Trash2, X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';
import { dropNotice } from '../../state/notice';
import { forwards, type Selection } from './forwards';
import { useSelectedActs } from './use-selected-acts';
import { inOrder } from './use-selected-text';

/** In the place of the field while messages are selected. */
export function ForwardBar({ row, selection }: { row: ChatRow; selection: Selection }) {
  const t = useTranslations('forward');
  const app = useTranslations('app');
  const bar = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // What was told before would lie over it.
    dropNotice();
    bar.current?.focus();
  }, []);
  const [asking, setAsking] = useState(false);
  const { copy, hide } = useSelectedActs(row, selection);
  const messages = inOrder(selection);
  const count = messages.length;
  const tooMany = count > LIMITS.forwardItems;
  const disabled = count === 0 || tooMany;
  const forward = (merged: boolean): void => {
    if (!disabled) forwards.forward({ messages, merged });
  };
  return (
    <div
      ref={bar}
      role="toolbar"
      aria-label={t('select')}
      tabIndex={-1}
      onKeyDown={(event) => event.key === 'Escape' && !asking && forwards.end()}
      className="mx-3 mb-6 flex shrink-0 items-center gap-2 rounded-card border border-line bg-surface p-2 outline-none max-panes:flex-col max-panes:items-stretch panes:mx-5"
    >
      <div className="flex min-w-0 flex-1 items-center gap-1">
        <IconButton icon={X} label={app('cancel')} shortcut={KEYS.escape} side="top" onClick={forwards.end} />
        <p role="status" className="min-w-0 flex-1 text-list text-muted">
          {tooMany ? t('tooMany', { count: LIMITS.forwardItems }) : t('selected', { count })}
        </p>
        <IconButton icon={Copy} label={t('copy')} side="top" disabled={count === 0} onClick={copy} />
        <IconButton icon={Trash2} label={t('hide')} side="top" disabled={count === 0} onClick={() => setAsking(true)} />
      </div>
      <div className="flex gap-2">
        <Button disabled={disabled} onClick={() => forward(false)} className="max-panes:flex-1 max-panes:!px-2">
          {t('oneByOne')}
        </Button>
        <Button
          kind="primary"
          disabled={disabled}
          onClick={() => forward(true)}
          className="max-panes:flex-1 max-panes:!px-2"
        >
          {t('asOne')}
        </Button>
      </div>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={t('hideTitle', { count })}
        body={t('hideBody')}
        confirmLabel={t('hideConfirm', { count })}
        cancelLabel={app('cancel')}
        onConfirm={() => {
          setAsking(false);
          hide();
        }}
      />
    </div>
  );
}
