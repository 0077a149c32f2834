import { cx } from '@parley/ui';
import type { ReactNode } from 'react';
import { showPerson } from '../../state/person-card';

export type PersonButtonProps = {
  userId: string;
  /** Where there are hundreds of them, the Tab key passes them by. */
  passed?: boolean;
  className?: string;
  children: ReactNode;
};

/** A name that opens the card of who it is. */
export function PersonButton({ userId, passed = false, className, children }: PersonButtonProps) {
  return (
    <button
      type="button"
      aria-haspopup="dialog"
      {...(passed && { tabIndex: -1 })}
      onClick={() => showPerson(userId)}
      className={cx('flex min-w-0 max-w-full cursor-pointer rounded-[4px] text-left hover:underline', className)}
    >
      {children}
    </button>
  );
}

/** A face does what the name beside it does, for the pointer: it is no second thing to come to. */
export function PersonFace({ userId, children }: { userId: string; children: ReactNode }) {
  return (
    <button
      type="button"
      aria-hidden
      tabIndex={-1}
      // The focus stays where it is, and goes back there.
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => showPerson(userId)}
      className="flex shrink-0 cursor-pointer rounded-full"
    >
      {children}
    </button>
  );
}
