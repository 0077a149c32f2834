import { Skeleton } from '@parley/ui';

/** The shape of what comes, without a word; appears only when it takes a moment. */
export function ShellSkeleton() {
  return (
    <div aria-busy className="skeleton-late flex h-dvh bg-bg">
      <div className="hidden w-14 border-r border-line panes:block" />
      <div className="flex w-full flex-col gap-1 bg-surface p-3 panes:w-(--list-width) panes:border-r panes:border-line">
        <Skeleton className="mb-3 h-6 w-24" />
        {['w-28', 'w-40', 'w-32', 'w-24', 'w-36', 'w-28'].map((width, row) => (
          <div key={row} className="flex h-15 items-center gap-3">
            <Skeleton className="size-10 rounded-full" />
            <div className="flex flex-1 flex-col gap-2">
              <Skeleton className={`h-3.5 ${width}`} />
              <Skeleton className="h-3 w-11/12" />
            </div>
          </div>
        ))}
      </div>
      <div className="hidden flex-1 bg-surface panes:block" />
    </div>
  );
}
