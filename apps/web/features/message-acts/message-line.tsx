import type { Message } from '@parley/contract';
import { Avatar, MiddleTruncate } from '@parley/ui';
import { useLocale, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { listTime } from '../../i18n/time';
import { useSpokenNameOf } from '../../state/names';
import { useNow } from '../../state/use-now';
import { useContentText } from '../timeline/use-content-text';

export type MessageLineProps = { message: Message; where?: string; onOpen: () => void; children?: ReactNode };

/** A message in a list of its own kind: who, when, where, what; pressed, it is shown in its place. */
export function MessageLine({ message, where, onOpen, children }: MessageLineProps) {
  const t = useTranslations('chats');
  const locale = useLocale();
  const now = useNow();
  const name = useSpokenNameOf()(message.senderId);
  const text = useContentText()(message);
  return (
    <li className="group relative flex items-start gap-1 rounded-control hover:bg-hover">
      <button type="button" onClick={onOpen} className="flex min-w-0 flex-1 gap-3 rounded-control px-2 py-2 text-left">
        <Avatar id={message.senderId} name={name} size="sm" />
        <span className="flex min-w-0 flex-1 flex-col">
          <span className="flex items-baseline gap-2">
            <MiddleTruncate text={name} className="text-list font-medium" />
            <span className="shrink-0 text-meta text-muted tabular-nums">{listTime(message.sentAt, now, locale)}</span>
          </span>
          {where !== undefined && <MiddleTruncate text={where} className="text-meta text-muted" />}
          <span className="line-clamp-3 text-list wrap-anywhere">{text ?? t('unknownContent')}</span>
        </span>
      </button>
      {children}
    </li>
  );
}
