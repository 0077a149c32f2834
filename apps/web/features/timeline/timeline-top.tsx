import type { TimelineSnapshot } from '@parley/sdk';
import { Button, Skeleton } from '@parley/ui';
import { useTranslations } from 'next-intl';

export type TimelineStart = { readonly title: string; readonly body: string };
export type TimelineTopProps = { start: TimelineStart; snapshot: TimelineSnapshot; onRetry: () => void };

/** Above the first message, in room that is always kept: the beginning, what is on its way, or why it is not. */
export function TimelineTop({ start, snapshot, onRetry }: TimelineTopProps) {
  const timeline = useTranslations('timeline');
  const app = useTranslations('app');
  if (!snapshot.hasOlder) {
    return (
      <div className="absolute inset-x-0 top-0 flex h-[72px] flex-col items-center justify-end gap-0.5 px-5 text-center">
        <p className="max-w-full truncate text-list font-medium text-text">{start.title}</p>
        {snapshot.messages.length === 0 && <p className="text-meta text-muted">{start.body}</p>}
      </div>
    );
  }
  if (snapshot.error && !snapshot.loadingOlder) {
    return (
      <div className="absolute inset-x-0 top-0 flex h-[72px] items-end justify-center gap-3 px-5 pb-3 text-list text-muted">
        <span>{timeline('olderFailed')}</span>
        <Button kind="link" size="text" className="!text-list" onClick={onRetry}>
          {app('retry')}
        </Button>
      </div>
    );
  }
  return (
    <div aria-hidden className="absolute inset-x-0 top-0 flex h-[72px] items-center gap-3 px-5">
      <Skeleton className="size-9 shrink-0 rounded-full" />
      <div className="flex flex-1 flex-col gap-2">
        <Skeleton className="h-3.5 w-28" />
        <Skeleton className="h-4 w-2/5" />
      </div>
    </div>
  );
}
