import { bucketOf } from '@parley/core';
import type { Shard } from '../database.js';
import { refusingStale } from '../errors.js';
import { statement } from '../repository-files.js';
import { compareIds, numbers, texts } from './literals.js';

const AFTER = statement('inbox_after');
const HEADS = statement('inbox_heads');
const CHAT_LIST = statement('chat_list');
const ACK = { name: 'ack_cursors', text: 'select * from ack_cursors($1,$2,$3,$4,$5,$6,$7)' };

export type InboxHead = {
  incarnation: string;
  /** The highest inboxSeq. */
  inboxSeq: number;
  /** Entries up to here are gone: a cursor below it is too old. */
  floorSeq: number;
};

export type InboxRow = {
  inboxSeq: number;
  conversationId: string;
  rev: number;
  seq: number | null;
  kind: number;
  v: number;
  payload: object | null;
};

type AfterRow = { incarnation: string; head_seq: string; floor_seq: string } & (
  | { inbox_seq: null }
  | {
      inbox_seq: string;
      conversation_id: string;
      rev: string;
      seq: string | null;
      kind: number;
      v: number;
      payload: object | null;
    }
);

/** Entries after a cursor with the head they belong to; null for a user who has no inbox yet. */
export async function inboxAfter(
  shard: Shard,
  cursor: { userId: string; afterSeq: number; limit: number },
): Promise<{ head: InboxHead; entries: InboxRow[] } | null> {
  const { rows } = await shard.pool.query<AfterRow>({
    ...AFTER,
    values: [cursor.userId, cursor.afterSeq, cursor.limit],
  });
  const [first] = rows;
  if (first === undefined) return null;
  return {
    head: { incarnation: first.incarnation, inboxSeq: Number(first.head_seq), floorSeq: Number(first.floor_seq) },
    entries: rows.flatMap((row) =>
      row.inbox_seq === null
        ? []
        : [
            {
              inboxSeq: Number(row.inbox_seq),
              conversationId: row.conversation_id,
              rev: Number(row.rev),
              seq: row.seq === null ? null : Number(row.seq),
              kind: row.kind,
              v: row.v,
              payload: row.payload,
            },
          ],
    ),
  };
}

/** Heads of many inboxes, for heartbeats and snapshots; users without an inbox yet are missing. */
export async function inboxHeads(shard: Shard, userIds: readonly string[]): Promise<Map<string, InboxHead>> {
  const { rows } = await shard.pool.query<{
    user_id: string;
    incarnation: string;
    inbox_seq: string;
    floor_seq: string;
  }>({
    ...HEADS,
    values: [numbers(userIds)],
  });
  return new Map(
    rows.map((row) => [
      row.user_id,
      { incarnation: row.incarnation, inboxSeq: Number(row.inbox_seq), floorSeq: Number(row.floor_seq) },
    ]),
  );
}

export type ChatListRow = {
  conversationId: string;
  pinnedAt: number | null;
  /** By its owner, until something further is said. */
  hiddenSeq: number | null;
};

type ChatListColumns = { conversation_id: string; pinned_ms: number | null; hidden_seq: string | null };

/** All conversations of a user, in no order; only the doctor asks for its own, which are hidden from everybody. */
export async function chatList(shard: Shard, userId: string, withHidden = false): Promise<ChatListRow[]> {
  const { rows } = await shard.pool.query<ChatListColumns>({ ...CHAT_LIST, values: [userId, withHidden] });
  return rows.map((row) => ({
    conversationId: row.conversation_id,
    pinnedAt: row.pinned_ms,
    hiddenSeq: row.hidden_seq === null ? null : Number(row.hidden_seq),
  }));
}

export type CursorAck = { userId: string; deviceId: string; incarnation: string; inboxSeq: number };
/** Everything of the conversation up to seq has reached one of the user's devices. */
export type Delivered = { userId: string; conversationId: string; seq: number };

/**
 * Stores cursors of many devices and derives what was delivered by them. Cursors that can't be (other incarnation, over
 * the head) are ignored. Throws StaleEpoch.
 */
export async function ackCursors(shard: Shard, acks: readonly CursorAck[], now: number): Promise<Delivered[]> {
  const latest = new Map<string, CursorAck>();
  for (const ack of acks) {
    const key = `${ack.userId}:${ack.deviceId}`;
    const known = latest.get(key);
    if (known === undefined || known.incarnation !== ack.incarnation || known.inboxSeq < ack.inboxSeq)
      latest.set(key, ack);
  }
  if (latest.size === 0) return [];
  const rows = [...latest.values()].sort((a, b) => compareIds(a.userId, b.userId));
  const buckets = [...new Set(rows.map((row) => bucketOf(row.userId)))].sort((a, b) => a - b);
  const answer = await refusingStale(
    shard.pool.query<{ user_id: string; conversation_id: string; seq: string }>({
      ...ACK,
      values: [
        new Date(now).toISOString(),
        numbers(buckets),
        numbers(buckets.map((bucket) => shard.epochOf(bucket))),
        numbers(rows.map((row) => row.userId)),
        texts(rows.map((row) => row.deviceId)),
        numbers(rows.map((row) => row.incarnation)),
        numbers(rows.map((row) => row.inboxSeq)),
      ],
    }),
  );
  return answer.rows.map((row) => ({ userId: row.user_id, conversationId: row.conversation_id, seq: Number(row.seq) }));
}
