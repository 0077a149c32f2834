import type { Shard } from '../database.js';
import { groupBy } from '../group-by.js';
import { statement } from '../repository-files.js';
import { asSeenBy } from './as-seen-by.js';
import { filled, type HeldPort, revOf } from './held.js';
import { numbers } from './literals.js';
import { messageOf, type MessageColumns, type MessageRow } from './message-row.js';

const BY_KEYS = statement('messages_by_keys');
const IN_RANGES = statement('messages_in_ranges');
const INTERVALS = statement('member_intervals');
const CHANGED = statement('changed_after');
const MAY_SEE = statement('may_see');
const AUDIENCE = statement('change_audience');

export type MessageKey = { conversationId: string; seq: number };

/** What inbox entries point at, as far as this user may see it; what is missing is gone for them. */
export async function messagesByKeys(
  shard: Shard,
  { userId, keys }: { userId: string; keys: readonly MessageKey[] },
  port?: HeldPort,
): Promise<MessageRow[]> {
  if (keys.length === 0) return [];
  const held = new Map(keys.map((key) => [keyOf(key), port?.one(key.conversationId, key.seq) ?? null]));
  const revs = keys.map((key) => held.get(keyOf(key)) ?? null).map((row) => (row === null ? 0 : revOf(row)));
  const { rows } = await shard.pool.query<MessageColumns & { held: boolean; until_rev: string | null }>({
    ...BY_KEYS,
    values: [
      userId,
      numbers(keys.map((key) => key.conversationId)),
      numbers(keys.map((key) => key.seq)),
      numbers(revs),
    ],
  });
  const messages = filled(rows, (row) => held.get(`${row.conversation_id}:${row.seq}`) ?? null, port);
  const untilRev = new Map(rows.map((row) => [`${row.conversation_id}:${row.seq}`, row.until_rev]));
  return asSeenBy(shard, messages, {
    userId,
    untilRev: ({ conversationId, seq }) => {
      const until = untilRev.get(`${conversationId}:${seq}`) ?? null;
      return until === null ? null : Number(until);
    },
  });
}

function keyOf({ conversationId, seq }: MessageKey): string {
  return `${conversationId}:${seq}`;
}

/** Both ends included. */
export type SeqSpan = { conversationId: string; from: number; to: number };

function spans(ranges: readonly SeqSpan[]): [string, string, string] {
  return [
    numbers(ranges.map((range) => range.conversationId)),
    numbers(ranges.map((range) => range.from)),
    numbers(ranges.map((range) => range.to)),
  ];
}

/** Whole ranges, ascending, for the outbox handler: it asks membershipDuring who gets which. Purged ones are missing. */
export async function messagesInRanges(shard: Shard, ranges: readonly SeqSpan[]): Promise<MessageRow[]> {
  if (ranges.length === 0) return [];
  const { rows } = await shard.pool.query<MessageColumns>({ ...IN_RANGES, values: spans(ranges) });
  return rows.map(messageOf);
}

export type MemberInterval = { conversationId: string; userId: string; joinSeq: number; leftSeq: number | null };

/** Who was in when: a message belongs to those with joinSeq ≤ seq ≤ (leftSeq ?? ∞). Ordered by conversation and user. */
export async function membershipDuring(shard: Shard, ranges: readonly SeqSpan[]): Promise<MemberInterval[]> {
  if (ranges.length === 0) return [];
  const { rows } = await shard.pool.query<{
    conversation_id: string;
    user_id: string;
    join_seq: string;
    left_seq: string | null;
  }>({
    ...INTERVALS,
    values: spans(ranges),
  });
  return rows.map((row) => ({
    conversationId: row.conversation_id,
    userId: row.user_id,
    joinSeq: Number(row.join_seq),
    leftSeq: row.left_seq === null ? null : Number(row.left_seq),
  }));
}

/** What was changed of one timeline after a rev, in the order of the revs. */
export type Changed = {
  conversationId: string;
  /** seq null: of nothing that was asked for, but the rev counts. */
  changes: { rev: number; seq: number | null }[];
  hasMore: boolean;
};

/** Which messages up to a seq were changed after a rev, of several timelines of one who may read them. */
export async function changedAfter(
  shard: Shard,
  asks: readonly { conversationId: string; seq: number; rev: number }[],
  limit: number,
): Promise<Changed[]> {
  if (asks.length === 0) return [];
  const { rows } = await shard.pool.query<{ conversation_id: string; rev: string; seq: string | null }>({
    ...CHANGED,
    values: [
      numbers(asks.map((ask) => ask.conversationId)),
      numbers(asks.map((ask) => ask.seq)),
      numbers(asks.map((ask) => ask.rev)),
      limit,
    ],
  });
  return [...groupBy(rows, (row) => row.conversation_id)].map(([conversationId, own]) => ({
    conversationId,
    changes: own.map(({ rev, seq }) => ({ rev: Number(rev), seq: seq === null ? null : Number(seq) })),
    hasMore: own.length === limit,
  }));
}

/** Which of these people are members who may see a message, and have not deleted it for themselves. */
export async function maySee(
  shard: Shard,
  { conversationId, seq }: { conversationId: string; seq: number },
  userIds: readonly string[],
): Promise<string[]> {
  if (userIds.length === 0) return [];
  const { rows } = await shard.pool.query<{ user_id: string }>({
    ...MAY_SEE,
    values: [conversationId, seq, numbers(userIds)],
  });
  return rows.map((row) => row.user_id);
}

/** The members now who may see a message; a page of them, in the order of their ids. */
export async function changeAudience(
  shard: Shard,
  page: { conversationId: string; seq: number; after: string; limit: number },
): Promise<string[]> {
  const { conversationId, seq, after, limit } = page;
  const { rows } = await shard.pool.query<{ user_id: string }>({
    ...AUDIENCE,
    values: [conversationId, seq, after, limit],
  });
  return rows.map((row) => row.user_id);
}
