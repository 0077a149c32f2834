import type { FanoutMode } from '@parley/core';
import type { Shard } from '../database.js';
import { statement } from '../repository-files.js';
import { numbers } from './literals.js';
import { modeOf } from './modes.js';

const MESSAGES = statement('push_messages');

export type PushAsk = { userId: string; conversationId: string; seq: number };

/** A message as one person is told of it, and where it was said. */
export type PushMessageRow = {
  conversation: { kind: string; memberCount: number; name: string | null; mode: FanoutMode };
  kind: number;
  senderId: string;
  /** Of the sender, in this group. */
  nickname: string | null;
  sentAt: number;
  text: string | null;
  structure: object | null;
  inThread: boolean;
  followed: boolean;
  isRead: boolean;
};

type Columns = {
  place: number;
  conversation_kind: string;
  member_count: number;
  conversation_name: string | null;
  mode: number;
  kind: number;
  sender_id: string;
  nickname: string | null;
  sent_ms: number;
  text: string | null;
  structure: object | null;
  thread_seq: string | null;
  followed: boolean;
  is_read: boolean;
};

/** Lining up with what was asked for; null: it is not theirs to see now. */
export async function pushMessages(shard: Shard, asks: readonly PushAsk[]): Promise<(PushMessageRow | null)[]> {
  if (asks.length === 0) return [];
  const { rows } = await shard.pool.query<Columns>({
    ...MESSAGES,
    values: [
      numbers(asks.map(({ userId }) => userId)),
      numbers(asks.map(({ conversationId }) => conversationId)),
      numbers(asks.map(({ seq }) => seq)),
    ],
  });
  const found = new Map(rows.map((row) => [row.place, row]));
  return asks.map((_, index) => {
    const row = found.get(index + 1);
    return row === undefined ? null : rowOf(row);
  });
}

function rowOf(row: Columns): PushMessageRow {
  return {
    conversation: {
      kind: row.conversation_kind,
      memberCount: row.member_count,
      name: row.conversation_name,
      mode: modeOf(row.mode),
    },
    kind: row.kind,
    senderId: row.sender_id,
    nickname: row.nickname,
    sentAt: row.sent_ms,
    text: row.text,
    structure: row.structure,
    inThread: row.thread_seq !== null,
    followed: row.followed,
    isRead: row.is_read,
  };
}
