import type { Shard } from '../database.js';
import { statement } from '../repository-files.js';
import { numbers } from './literals.js';
import { messageOf, type MessageColumns, type MessageRow } from './message-row.js';

const BY_KEYS = statement('messages_by_keys');
const IN_RANGES = statement('messages_in_ranges');
const INTERVALS = statement('member_intervals');
const CHANGES = statement('changes_after');

export type MessageKey = { conversationId: string; seq: number };

/** What inbox entries point at, as far as this user may see it; what is missing is gone for them. */
export async function messagesByKeys(shard: Shard, userId: string, keys: readonly MessageKey[]): Promise<MessageRow[]> {
  if (keys.length === 0) return [];
  const { rows } = await shard.pool.query<MessageColumns>({
    ...BY_KEYS,
    values: [userId, numbers(keys.map((key) => key.conversationId)), numbers(keys.map((key) => key.seq))],
  });
  return rows.map(messageOf);
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

export type ChangeRow = {
  rev: number;
  kind: number;
  seq: number | null;
  actorId: string;
  at: Date;
  payload: object | null;
};

/** Durable changes but the sends after a rev; empty for one who is no member. */
export async function changesAfter(
  shard: Shard,
  from: { userId: string; conversationId: string; rev: number; limit: number },
): Promise<ChangeRow[]> {
  const { rows } = await shard.pool.query<{
    rev: string;
    kind: number;
    seq: string | null;
    actor_id: string;
    at: Date;
    payload: object | null;
  }>({ ...CHANGES, values: [from.userId, from.conversationId, from.rev, from.limit] });
  return rows.map((row) => ({
    rev: Number(row.rev),
    kind: row.kind,
    seq: row.seq === null ? null : Number(row.seq),
    actorId: row.actor_id,
    at: row.at,
    payload: row.payload,
  }));
}
