import { Skeleton } from '@parley/ui';
import { useTranslations } from 'next-intl';

const lines = ['w-2/5', 'w-3/5', 'w-1/3', 'w-1/2', 'w-2/5'];

export function TimelineSkeleton() {
  const t = useTranslations('timeline');
  return (
    <div
      aria-busy
      aria-label={t('loading')}
      role="status"
      className="skeleton-late flex min-h-0 flex-1 flex-col justify-end overflow-hidden py-4"
    >
      {lines.map((width, row) => (
        <div key={row} className="flex gap-3 px-5 py-2.5">
          <Skeleton className="size-9 shrink-0 rounded-full" />
          <div className="flex flex-1 flex-col gap-2 pt-1">
            <Skeleton className="h-3.5 w-28" />
            <Skeleton className={`h-4 ${width}`} />
          </div>
        </div>
      ))}
    </div>
  );
}
