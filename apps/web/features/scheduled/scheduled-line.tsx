import { cx } from '@parley/ui';
import { Clock } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useClient } from '../../state/client';
import { useStore } from '../../state/use-store';
import { ScheduledDialog } from './scheduled-dialog';

/** Above the composer: that something waits here for its time, or was not sent. */
export function ScheduledLine({ conversationId }: { conversationId: string }) {
  const t = useTranslations('scheduled');
  const { items } = useStore(useClient().scheduled);
  const [open, setOpen] = useState(false);
  const here = items.filter((item) => item.conversationId === conversationId);
  const unsent = here.filter(({ state }) => state === 'missed' || state === 'failed').length;
  return (
    <>
      {here.length > 0 && (
        <button
          type="button"
          onClick={() => setOpen(true)}
          className={cx(
            'mb-1 flex h-7 max-w-full items-center gap-1.5 rounded-control px-2 text-meta tabular-nums hover:bg-hover',
            unsent > 0 ? 'text-danger' : 'text-muted hover:text-text',
          )}
        >
          <Clock aria-hidden size={14} strokeWidth={1.75} className="shrink-0" />
          <span className="truncate">
            {unsent > 0 ? t('lineUnsent', { count: unsent }) : t('line', { count: here.length })}
          </span>
        </button>
      )}
      <ScheduledDialog open={open} onOpenChange={setOpen} conversationId={conversationId} />
    </>
  );
}
