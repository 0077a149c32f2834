import type { FanoutMode } from '@parley/core';
import type { SeqRange } from '@parley/contract';
import type { Database } from './database.js';
import { numbers } from './hot/literals.js';
import { statement } from './repository-files.js';
import type { Tx } from './tx.js';

const CLAIM = statement('claim_outbox');
const LOAD = statement('load_outbox');
const BACKLOG = statement('outbox_backlog');

/** What each kind of row carries. Kinds are only added: a row of the last release is read by this one. */
export type OutboxPayloads = {
  /** Shard: messages that were stored. */
  message: MessageRange[];
  /** Shard: members whose read watermark moved; their own devices get an entry. */
  read: { conversationId: string; userId: string; readSeq: number; readOrd: number; rev: number }[];
  /** Shard: a new conversation; its members get it into their chat lists. */
  conversation: { conversationId: string };
  /** Shard: something happened to a group, told by the system message at seq; who came and who went. */
  group: { conversationId: string; seq: number; added: string[]; removed: string[] };
  /** Shard: something happened to a message; those who may see it are told, as the conversation's mode was then. */
  change: { conversationId: string; seq: number; rev: number; actorId: string; mode?: FanoutMode; called?: string[] };
  /** Shard: somebody deleted messages for themselves; their own devices are told. */
  hidden: { conversationId: string; userId: string; rev: number; ranges: SeqRange[] };
  /** Shard of the user: somebody saved a message, or took it off (null). */
  saved: { userId: string; conversationId: string; seq: number; savedAt: number | null };
  /** Shard: a group was dissolved; its members are taken out, a part after the other. */
  dissolve: { conversationId: string };
  /** Shard: something was said in threads, or (with `userId`) somebody changed what is their own about one. Ids as texts. */
  thread: ThreadAt[];
  /** Shard: these people are not in the conversation any more, and nothing but that is told. */
  departed: { conversationId: string; rev: number; userIds: string[] };
  /** Shard: what these people's chat lists show of it changed, for them alone. */
  rows: { conversationId: string; rev: number; userIds: string[] };
  /** Shard: a channel changed; the directory's list of channels follows. */
  channel: { conversationId: string };
  /** Shard of the users: scheduled messages came, changed or went; their senders' devices are told how they are now. */
  scheduled: { userId: string; conversationId: string; scheduledId: string }[];
  /** Shard: a conversation has gone over to read mode; its members' devices are told its heads. */
  mode: { conversationId: string };
  /** Directory: a pair has reserved its conversation; create it on its shard. */
  direct: { conversationId: string; lowUser: string; highUser: string; createdBy: string };
};
export type ThreadAt = { conversationId: string; seq: number; userId?: string };
export type OutboxKind = keyof OutboxPayloads;
/** Both ends included. */
export type MessageRange = { conversationId: string; from: number; to: number };

export type OutboxRow = {
  [K in OutboxKind]: { id: string; kind: K; payload: OutboxPayloads[K]; attempts: number; createdAt: Date };
}[OutboxKind];

type Columns = { id: string; kind: string; payload: unknown; attempts: number; created_at: Date };

/** append_messages writes ranges as `conversation:from:to`: jsonb numbers would lose the low bits of an id. */
function rangesOf(payload: unknown): MessageRange[] {
  if (!Array.isArray(payload)) throw new Error('an outbox row of kind message has no ranges');
  return payload.map((range) => {
    const [conversationId = '', from, to] = String(range).split(':');
    return { conversationId, from: Number(from), to: Number(to) };
  });
}

/** The writers of these payloads are the functions and commands of this release or an earlier one: typed at the source. */
function rowOf(row: Columns): OutboxRow {
  const payload = row.kind === 'message' ? rangesOf(row.payload) : row.payload;
  return { id: row.id, kind: row.kind, payload, attempts: row.attempts, createdAt: row.created_at } as OutboxRow;
}

/**
 * Commits an effect with the data. The writer runs it right after the commit; `handOverMs` later the sweeper takes it,
 * if it is still there.
 */
export async function insertOutbox<K extends Exclude<OutboxKind, 'message'>>(
  tx: Tx,
  row: { id: string; kind: K; payload: OutboxPayloads[K]; handOverMs?: number },
): Promise<void> {
  await tx.query(
    `insert into outbox (id, kind, payload, next_at)
     values ($1::text::bigint, $2, $3::text::jsonb, now() + $4::int * interval '1 millisecond')`,
    [row.id, row.kind, JSON.stringify(row.payload), row.handOverMs ?? 3_000],
  );
}

/** Rows that were left behind, leased to the caller; unfinished ones come back later and later. */
export async function claimOutbox(database: Database, limit: number, leaseMs: number): Promise<OutboxRow[]> {
  const { rows } = await database.pool.query<Columns>({ ...CLAIM, values: [limit, leaseMs] });
  return rows.map(rowOf);
}

/** The rows that a job names; finished ones are missing. */
export async function loadOutbox(database: Database, ids: readonly string[]): Promise<OutboxRow[]> {
  const { rows } = await database.pool.query<Columns>({ ...LOAD, values: [numbers(ids)] });
  return rows.map(rowOf);
}

/** Deletes rows whose effects are committed everywhere. May be lost in a crash: a repeat is harmless. */
export async function finishOutbox(database: Database, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await database.pool.query({ name: 'finish_outbox', text: 'select finish_outbox($1)', values: [numbers(ids)] });
}

export async function outboxBacklog(database: Database): Promise<{ rows: number; oldestMs: number }> {
  const { rows } = await database.pool.query<{ rows: number; oldest_ms: number }>(BACKLOG);
  return { rows: rows[0]?.rows ?? 0, oldestMs: rows[0]?.oldest_ms ?? 0 };
}
