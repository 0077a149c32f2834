import type { ChatRow, TimelineMessage } from '@parley/sdk';
import { IconButton, KEYS } from '@parley/ui';
import { X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useGroupNameOf } from '../../state/names';
import { isGroup } from '../group/kinds';
import { replying } from '../message-acts/replying';
import { useContentText } from '../timeline/use-content-text';

type QuoteBarProps = { row: Pick<ChatRow, 'conversationId' | 'kind'>; message: TimelineMessage };

/** What is being answered, above the field. */
export function QuoteBar({ row, message }: QuoteBarProps) {
  const t = useTranslations('reply');
  const group = useTranslations('group');
  const nameOf = useGroupNameOf(isGroup(row) ? row.conversationId : null);
  const contentText = useContentText();
  const name = nameOf(message.senderId) ?? group('somebody');
  return (
    <div className="flex items-center gap-2 border-b border-line pb-1">
      <p className="min-w-0 flex-1 truncate border-l-2 border-accent pl-2 text-meta text-muted">
        <span className="font-medium text-text">{t('to', { name })}</span> {contentText(message) ?? t('unknown')}
      </p>
      <IconButton icon={X} label={t('cancel')} shortcut={KEYS.escape} onClick={replying.end} className="!size-8" />
    </div>
  );
}
