import { useEffect } from 'react';
import { dropNotice, useNotice } from '../../state/notice';

const SHOWN_MS = 8000;

/** What happened by itself, said once near the bottom; it covers nothing that can be done and goes by itself. */
export function PassingNotice() {
  const notice = useNotice();
  useEffect(() => {
    if (!notice) return;
    const timer = setTimeout(dropNotice, SHOWN_MS);
    return () => clearTimeout(timer);
  }, [notice]);
  return (
    <div
      role="status"
      className="pointer-events-none fixed inset-x-0 bottom-20 z-30 flex justify-center px-4 panes:bottom-6 panes:left-[356px]"
    >
      {notice && (
        <p className="rounded-card border border-line bg-raised px-4 py-2 text-list wrap-anywhere text-text shadow-raised">
          {notice.text}
        </p>
      )}
    </div>
  );
}
