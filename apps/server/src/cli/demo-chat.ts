import { advanceReads, appendBatch, conversationAccess, MESSAGE_KIND } from '@parley/db';
import type { Shard, ShardRouter } from '@parley/db';
import type { IdGenerator } from '../platform/ids.js';
import type { DemoLine } from './demo-dialogues.js';

export type DemoMessage = { senderId: string; text: string; sentAt: number };
type Chat = { shards: ShardRouter; ids: IdGenerator; conversationId: string };

/** When each line was said, the last one at `last`: lines a moment apart, dialogues on days of their own. */
export function timesOf(lines: readonly DemoLine[], last: number, pauseMs: number): number[] {
  let at = last;
  return lines
    .toReversed()
    .map(({ pause, text }) => {
      const saidAt = at;
      // Who writes more takes longer.
      at -= pause ? pauseMs : 20_000 + text.length * 900;
      return saidAt;
    })
    .toReversed();
}

/** Sends them one by one through the append that every message takes; a repeat stores nothing new. */
export async function sendAll(chat: Chat, messages: readonly DemoMessage[]): Promise<number> {
  let stored = 0;
  for (const [index, message] of messages.entries()) {
    stored += await chat.shards.withFreshMap(() => send(chat, message, `demo-${String(index).padStart(6, '0')}`));
  }
  return stored;
}

async function send({ shards, ids, conversationId }: Chat, message: DemoMessage, key: string): Promise<number> {
  const shard = shards.forConversation(conversationId);
  const row = {
    conversationId,
    senderId: message.senderId,
    clientMsgId: key,
    messageId: ids.next(),
    stream: 1,
    accessVersion: await accessVersionOf(shard, conversationId),
    kind: MESSAGE_KIND.text,
    countsAsUnread: true,
    authorDepartmentId: null,
    text: message.text,
    structure: null,
  };
  const [result] = await appendBatch(shard, { rows: [row], now: message.sentAt, outboxId: ids.next() });
  if (result?.status !== 'stored' && result?.status !== 'retry') {
    throw new Error(`a demo message was not stored: ${result?.status ?? 'no answer'}`);
  }
  return result.status === 'stored' ? 1 : 0;
}

async function accessVersionOf(shard: Shard, conversationId: string): Promise<number> {
  const access = (await conversationAccess(shard, [conversationId])).get(conversationId);
  if (access === undefined) throw new Error(`conversation ${conversationId} is not there`);
  return access.accessVersion;
}

/** Both have read what was said, but for what each has left unread. Only forward: a repeat changes nothing. */
export async function markRead(
  { shards, ids, conversationId }: Chat,
  readers: readonly { userId: string; seq: number }[],
  now: number,
): Promise<void> {
  await shards.withFreshMap(() =>
    advanceReads(shards.forConversation(conversationId), {
      reports: readers.map((reader) => ({ conversationId, ...reader })),
      now,
      outboxId: ids.next(),
    }),
  );
}
