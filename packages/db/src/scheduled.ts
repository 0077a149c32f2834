import type { Shard } from './database.js';
import { numbers, texts } from './hot/literals.js';
import { statement } from './repository-files.js';
import type { Tx } from './tx.js';

const CLAIM = statement('claim_scheduled');
const SETTLE = statement('settle_scheduled');

export type ScheduledRow = {
  userId: string;
  scheduledId: string;
  conversationId: string;
  clientMsgId: string;
  state: string;
  version: number;
  attempts: number;
  sendAt: number;
  createdAt: number;
  /** As it was sent in; null when it was sent or deleted. */
  content: unknown;
  failure: string | null;
  messageId: string | null;
  seq: number | null;
};

/** `tried`: whoever claimed it before did not say how it ended. */
export type ClaimedScheduled = ScheduledRow & { tried: boolean };

export type ScheduledColumns = {
  user_id: string;
  scheduled_id: string;
  conversation_id: string;
  client_msg_id: string;
  state: string;
  version: number;
  attempts: number;
  send_at: Date;
  created_at: Date;
  content: unknown;
  failure: string | null;
  message_id: string | null;
  seq: string | null;
};

export function scheduledRow(row: ScheduledColumns): ScheduledRow {
  return {
    userId: row.user_id,
    scheduledId: row.scheduled_id,
    conversationId: row.conversation_id,
    clientMsgId: row.client_msg_id,
    state: row.state,
    version: row.version,
    attempts: row.attempts,
    sendAt: row.send_at.getTime(),
    createdAt: row.created_at.getTime(),
    content: row.content,
    failure: row.failure,
    messageId: row.message_id,
    seq: row.seq === null ? null : Number(row.seq),
  };
}

/** Rows that are due, leased to the caller, the one due first first. */
export async function claimScheduled(
  shard: Shard,
  { now, limit, leaseMs }: { now: number; limit: number; leaseMs: number },
): Promise<ClaimedScheduled[]> {
  const { rows } = await shard.pool.query<ScheduledColumns & { tried: boolean }>({
    ...CLAIM,
    values: [new Date(now).toISOString(), limit, leaseMs],
  });
  return rows
    .map((row) => ({ ...scheduledRow(row), tried: row.tried }))
    .sort((a, b) => a.sendAt - b.sendAt || Number(BigInt(a.scheduledId) - BigInt(b.scheduledId)));
}

export type ScheduledEnd = {
  row: Pick<ScheduledRow, 'userId' | 'scheduledId' | 'attempts'>;
  state: 'waiting' | 'sent' | 'missed' | 'failed';
  failure?: string;
  sent?: { messageId: string; seq: number };
};

/** Writes what became of claimed rows; those that somebody else has claimed since are missing. */
export async function settleScheduled(tx: Tx, ends: readonly ScheduledEnd[], now: number): Promise<ScheduledRow[]> {
  const rows = await tx.query<ScheduledColumns>(SETTLE.text, [
    new Date(now).toISOString(),
    numbers(ends.map(({ row }) => row.userId)),
    numbers(ends.map(({ row }) => row.scheduledId)),
    numbers(ends.map(({ row }) => row.attempts)),
    texts(ends.map(({ state }) => state)),
    texts(ends.map(({ failure }) => failure ?? null)),
    numbers(ends.map(({ sent }) => sent?.messageId ?? null)),
    numbers(ends.map(({ sent }) => sent?.seq ?? null)),
  ]);
  return rows.map(scheduledRow);
}
