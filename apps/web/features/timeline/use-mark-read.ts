import { isMarkedUnread } from '@parley/core';
import type { ChatRow } from '@parley/sdk';
import { useEffect } from 'react';
import { useClient } from '../../state/client';
import { useLooking } from '../../state/use-focus';
import type { TimelineRow } from './rows';

/** Reports what was really on the screen of somebody who looks at it. */
export function useMarkRead(chat: ChatRow, rows: readonly TimelineRow[], lastVisible: number): void {
  const client = useClient();
  const looking = useLooking();
  // What was said behind it in threads is told there, and is nothing unread here.
  const seen = client.timeline(chat.conversationId).seenTo(lastSeq(rows, lastVisible));
  useEffect(() => {
    const marked = isMarkedUnread(chat.personal, chat.readSeq) && seen >= chat.readSeq;
    if (looking && (seen > chat.readSeq || marked)) client.markRead(chat.conversationId, seen);
  }, [client, chat, looking, seen]);
}

function lastSeq(rows: readonly TimelineRow[], lastVisible: number): number {
  for (let index = Math.min(lastVisible, rows.length - 1); index >= 0; index -= 1) {
    const row = rows[index];
    if ((row?.kind === 'message' || row?.kind === 'system') && row.message.seq !== null) return row.message.seq;
  }
  return 0;
}
