import type { TimelineMessage } from '@parley/sdk';
import { Avatar } from '@parley/ui';
import { useLocale, useTranslations } from 'next-intl';
import { fullTime, listTime } from '../../i18n/time';
import { useClient } from '../../state/client';
import { openThread } from '../../state/location';
import { useGroupNameOf } from '../../state/names';
import { useStore } from '../../state/use-store';

type Props = { message: TimelineMessage; groupId: string | null; now: number };

/** Under a message that a thread hangs on: who replied last, how many replies there are, and what of them is new to me. */
export function ThreadFooter({ message, groupId, now }: Props) {
  const t = useTranslations('threads');
  const locale = useLocale();
  const unread = useUnreadReplies(message);
  const nameOf = useGroupNameOf(groupId);
  const { conversationId, seq, replies } = message;
  if (replies === null || seq === null) return null;
  const { count, lastAt, userIds } = replies;
  const when = listTime(lastAt, now, locale);
  return (
    <button
      type="button"
      onClick={() => openThread(conversationId, seq)}
      className="mt-1 -ml-1.5 flex h-8 max-w-full items-center gap-2 rounded-control px-1.5 text-meta text-muted hover:bg-surface hover:text-text"
    >
      <span className="flex shrink-0 gap-1">
        {userIds.map((userId) => (
          <Avatar key={userId} id={userId} name={nameOf(userId) ?? ''} size="xs" />
        ))}
      </span>
      <span className="shrink-0 font-semibold text-accent">{t('replies', { count })}</span>
      {unread > 0 && (
        <span className="flex shrink-0 items-center gap-1 font-semibold text-text">
          <span className="size-2 rounded-full bg-accent forced-colors:bg-[Highlight]" />
          {t('newReplies', { count: unread })}
        </span>
      )}
      <time
        dateTime={new Date(lastAt).toISOString()}
        title={fullTime(lastAt, locale)}
        className="truncate tabular-nums"
      >
        {when}
      </time>
      <span className="sr-only">{t('open')}</span>
    </button>
  );
}

/** Of a thread that I follow; what I don't follow is never new. */
function useUnreadReplies({ conversationId, seq }: TimelineMessage): number {
  const { items } = useStore(useClient().threads);
  return items.find((item) => item.conversationId === conversationId && item.seq === seq)?.unread ?? 0;
}
