import { ParleyError } from '@parley/contract';
import { timelineOnMessages } from './cache/timeline.js';
import type { TimelineDeps } from './timeline.js';

/** Brings one message that may be far from what is shown into its timeline, if there is one to see. */
export async function askForMessage(
  { cache, persistence, connection, rest }: Pick<TimelineDeps, 'cache' | 'persistence' | 'connection' | 'rest'>,
  conversationId: string,
  seq: number,
): Promise<void> {
  const stored = await cache.current(() => persistence.loadMessages(conversationId, { from: seq, to: seq, limit: 1 }));
  cache.updateTimeline(conversationId, (state) => timelineOnMessages(state, stored));
  if (stored.length > 0) return;
  if (!connection.online) throw new ParleyError('UNAVAILABLE');
  const query = { afterSeq: seq - 1, limit: 1 };
  const { messages, purged, head, firstSeq } = await cache.current(() =>
    rest.call('history', { params: { conversationId }, query }),
  );
  cache.applyPart(conversationId, { messages, purged, loaded: { head, firstSeq } });
}
