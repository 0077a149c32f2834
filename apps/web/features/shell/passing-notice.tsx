import { Toast } from '@parley/ui';
import { dropNotice, useNotice } from '../../state/notice';

const SHOWN_MS = 8000;

/** What happened by itself, said once near the bottom. */
export function PassingNotice() {
  return (
    <Toast
      said={useNotice()}
      onGone={dropNotice}
      lastsMs={SHOWN_MS}
      className="fixed inset-x-0 bottom-20 z-30 panes:bottom-24 panes:left-[calc(var(--list-width)+3.5rem)]"
    />
  );
}
