import { cx } from './cx';

/** A count; accent when it concerns the reader. `label` is what a screen reader says in its place. */
export function Pill({ text, label, quiet }: { text: string; label: string; quiet?: boolean }) {
  return (
    <span
      className={cx(
        'inline-flex h-[18px] min-w-[18px] shrink-0 items-center justify-center rounded-full px-1.5 text-[11px] font-semibold tabular-nums forced-colors:border',
        quiet === true ? 'bg-line text-muted' : 'bg-accent text-on-accent',
      )}
    >
      <span aria-hidden>{text}</span>
      <span className="sr-only">{label}</span>
    </span>
  );
}
