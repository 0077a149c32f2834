import { cx } from './cx';

/** A key, as it is printed on the keyboard. */
export function Kbd({ keys, className }: { keys: string; className?: string }) {
  return (
    <kbd
      className={cx(
        'inline-flex h-5 min-w-5 items-center justify-center rounded-[4px] border border-line bg-bg px-1.5 font-sans text-meta whitespace-nowrap text-muted',
        className,
      )}
    >
      {keys}
    </kbd>
  );
}
