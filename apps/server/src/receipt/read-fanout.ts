import { ENTRY_KIND, type OutboxPayloads } from '@parley/db';
import type { FanoutItem } from '../fanout/fan-out.js';

/** The entry that tells a reader's other devices. */
export function readItem(moved: OutboxPayloads['read'][number]): FanoutItem {
  const { conversationId, userId, readSeq, readOrd, rev } = moved;
  return {
    entry: { userId, conversationId, kind: ENTRY_KIND.read, rev, seq: null, payload: { readSeq, readOrd } },
    origin: '',
    body: () =>
      `"v":1,"kind":"read","conversationId":"${conversationId}","rev":${rev},"readSeq":${readSeq},"readOrd":${readOrd}}`,
  };
}
