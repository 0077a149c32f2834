import { Content, type Scheduled, ScheduledState } from '@parley/contract';
import type { ScheduledRow } from '@parley/db';

/** Row → wire; null when it was deleted. */
export function scheduledView(row: ScheduledRow): Scheduled | null {
  const state = ScheduledState.safeParse(row.state);
  if (!state.success) return null;
  const { scheduledId, conversationId, clientMsgId, version, sendAt, createdAt, failure, messageId, seq } = row;
  return {
    scheduledId,
    conversationId,
    clientMsgId,
    state: state.data,
    version,
    sendAt,
    createdAt,
    content: row.content === null ? null : Content.parse(row.content),
    ...(failure === null ? {} : { failure }),
    ...(messageId === null || seq === null ? {} : { sent: { messageId, seq } }),
  };
}
