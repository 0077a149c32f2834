import type { TimelineMessage } from '@parley/sdk';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { VersionsDialog } from './versions-dialog';

/** Says that a message was edited; pressed, what it said before. */
export function EditedMark({ message }: { message: TimelineMessage }) {
  const t = useTranslations('acts');
  const [open, setOpen] = useState(false);
  if (message.edited === null || message.content.type === 'recalled') return null;
  return (
    <>
      <button
        type="button"
        onClick={() => setOpen(true)}
        className="rounded-control text-meta text-muted hover:text-text hover:underline"
      >
        {t('edited')}
      </button>
      {open && <VersionsDialog message={message} onClose={() => setOpen(false)} />}
    </>
  );
}
