import { Skeleton } from '@parley/ui';

const names = ['w-24', 'w-32', 'w-20', 'w-28', 'w-24', 'w-36'];

export function ChatListSkeleton() {
  return (
    <div aria-busy className="skeleton-late px-2">
      {names.map((width, row) => (
        <div key={row} className="flex h-15 compact:h-12 items-center gap-3 px-2">
          <Skeleton className="size-10 shrink-0 rounded-full" />
          <div className="flex flex-1 flex-col gap-2">
            <Skeleton className={`h-3.5 ${width}`} />
            <Skeleton className="h-3 w-10/12" />
          </div>
        </div>
      ))}
    </div>
  );
}
