import type { ChatRow } from '@parley/sdk';
import { useClient } from '../../state/client';
import { usePlace } from '../../state/location';
import { isCovered, useShortcut } from '../../state/use-shortcut';
import { isUnread } from '../chat-list/sections';
import { useSelection } from '../forward/forwards';

/** Escape reads what is new here to its end, where it has nothing to close. */
export function useEscapeReads(row: ChatRow | undefined): void {
  const client = useClient();
  const { pane, thread } = usePlace();
  const selecting = useSelection() !== null;
  useShortcut('markRead', ({ target }) => {
    if (row === undefined || pane || thread !== null || selecting || isCovered() || !isUnread(row)) return false;
    // In the field over the list it is for that.
    if (target !== document.body && target instanceof Element && target.closest('main') === null) return false;
    client.markRead(row.conversationId, row.head.seq);
    return true;
  });
}
