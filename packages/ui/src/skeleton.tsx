import { cx } from './cx';

/** One grey shape of what comes. Give it the size of the real thing. */
export function Skeleton({ className }: { className: string }) {
  return <span aria-hidden className={cx('block animate-skeleton rounded-control bg-line', className)} />;
}
