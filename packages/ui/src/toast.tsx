import { useEffect, useRef, useState } from 'react';
import { Button } from './button';
import { cx } from './cx';

export type ToastProps = {
  /** What is said; null: nothing. `id` tells the same words said twice apart. */
  said: { readonly id: number; readonly text: string } | null;
  onGone: () => void;
  /** What can be done about it, as a verb. */
  act?: { readonly label: string; readonly run: () => void };
  lastsMs: number;
  /** Where it stands on the page. */
  className?: string;
};

/**
 * One sentence about what happened, said once; it goes by itself. Alone it lets the pointer through to what it covers; with
 * an act it stays as long as the pointer or the focus is on it.
 */
export function Toast({ said, onGone, act, lastsMs, className }: ToastProps) {
  return (
    <div role="status" className={cx('pointer-events-none flex justify-center px-4', className)}>
      {said && <Sentence key={said.id} text={said.text} onGone={onGone} act={act} lastsMs={lastsMs} />}
    </div>
  );
}

type SentenceProps = { text: string; act: ToastProps['act']; onGone: () => void; lastsMs: number };

function Sentence({ text, act, onGone, lastsMs }: SentenceProps) {
  const [isHeld, setHeld] = useState(false);
  const from = useRef<EventTarget | null>(null);
  useEffect(() => {
    if (isHeld) return;
    const timer = setTimeout(onGone, lastsMs);
    return () => clearTimeout(timer);
  }, [isHeld, onGone, lastsMs]);
  return (
    <div
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={(event) => {
        from.current = event.relatedTarget;
        setHeld(true);
      }}
      onBlur={() => setHeld(false)}
      className={cx(
        'flex max-w-[min(560px,100%)] items-center gap-4 rounded-card border border-line bg-raised px-4 py-2 text-list text-text shadow-raised',
        act && 'pointer-events-auto',
      )}
    >
      <p className="said min-w-0">{text}</p>
      {act && (
        <Button
          kind="link"
          size="sm"
          onClick={() => {
            act.run();
            onGone();
            // The button goes, so the focus goes back to where it came from.
            if (from.current instanceof HTMLElement) from.current.focus();
          }}
        >
          {act.label}
        </Button>
      )}
    </div>
  );
}
