import type { TimelineMessage } from '@parley/sdk';
import { IconButton } from '@parley/ui';
import { X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useContentText } from '../timeline/use-content-text';

/** What is being answered, above the field. */
export function QuoteBar({
  message,
  name,
  onCancel,
}: {
  message: TimelineMessage;
  name: string;
  onCancel: () => void;
}) {
  const t = useTranslations('reply');
  const contentText = useContentText();
  return (
    <div className="flex items-center gap-2 border-b border-line pb-1">
      <p className="min-w-0 flex-1 truncate border-l-2 border-accent pl-2 text-meta text-muted">
        <span className="font-medium text-text">{t('to', { name })}</span> {contentText(message.content)}
      </p>
      <IconButton icon={X} label={t('cancel')} shortcut="Esc" onClick={onCancel} className="!size-8" />
    </div>
  );
}
