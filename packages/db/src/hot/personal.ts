import type { NotifyLevel } from '@parley/contract';
import type { Shard } from '../database.js';
import { statement } from '../repository-files.js';
import { pairs } from './literals.js';

const PERSONAL = statement('chat_personal');

/** What a user set for a conversation, and typed there. Times in milliseconds. */
export type ChatPersonalRow = {
  version: number;
  pinnedAt: number | null;
  muteUntil: number | null;
  hiddenSeq: number | null;
  unreadSeq: number | null;
  notify: NotifyLevel | null;
  draft: { text: string; updatedAt: number } | null;
};

type Columns = {
  user_id: string;
  conversation_id: string;
  version: string;
  pinned_ms: number | null;
  mute_ms: number | null;
  hidden_seq: string | null;
  unread_seq: string | null;
  notify: NotifyLevel | null;
  draft_text: string | null;
  draft_ms: number | null;
};

/** By conversation; those that are not in the user's list are missing. */
export async function chatPersonal(
  shard: Shard,
  userId: string,
  ids: readonly string[],
): Promise<Map<string, ChatPersonalRow>> {
  if (ids.length === 0) return new Map();
  const rows = await load(
    shard,
    ids.map((conversationId) => ({ userId, conversationId })),
  );
  return new Map(rows.map((row) => [row.conversation_id, rowOf(row)]));
}

/** One conversation's, by user; those who don't have it in their list are missing. */
export async function chatPersonalOf(
  shard: Shard,
  conversationId: string,
  userIds: readonly string[],
): Promise<Map<string, ChatPersonalRow>> {
  if (userIds.length === 0) return new Map();
  const rows = await load(
    shard,
    userIds.map((userId) => ({ userId, conversationId })),
  );
  return new Map(rows.map((row) => [row.user_id, rowOf(row)]));
}

async function load(shard: Shard, asked: Parameters<typeof pairs>[0]): Promise<Columns[]> {
  return (await shard.pool.query<Columns>({ ...PERSONAL, values: pairs(asked) })).rows;
}

function rowOf(row: Columns): ChatPersonalRow {
  return {
    version: Number(row.version),
    pinnedAt: row.pinned_ms,
    muteUntil: row.mute_ms,
    hiddenSeq: row.hidden_seq === null ? null : Number(row.hidden_seq),
    unreadSeq: row.unread_seq === null ? null : Number(row.unread_seq),
    notify: row.notify,
    draft: row.draft_ms === null ? null : { text: row.draft_text ?? '', updatedAt: row.draft_ms },
  };
}
