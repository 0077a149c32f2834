import type { Shard } from '../database.js';
import { booleans, jsons, numbers, texts } from './literals.js';
import { targetsOf } from './targets.js';

/** One message on its way into a batch. `stream` is any number that names (sending device, conversation) within the batch. */
export type AppendRow = {
  conversationId: string;
  senderId: string;
  clientMsgId: string;
  messageId: string;
  stream: number;
  accessVersion: number;
  kind: number;
  countsAsUnread: boolean;
  authorDepartmentId: string | null;
  text: string | null;
  structure: object | null;
  /** Of a reply: the message that its thread hangs on. */
  thread?: number | null;
};

/** By the status number that append_messages answers. */
const STATUS = [
  'stored',
  'retry',
  'conflict',
  'access-changed',
  'after-failed',
  'unknown-conversation',
  'stale-epoch',
  'locked',
] as const;
export type AppendStatus = (typeof STATUS)[number];

/** Only `stored` and `retry` carry a message; with every other status nothing of that row was stored. */
export type AppendResult = {
  status: AppendStatus;
  messageId: string;
  seq: number;
  rev: number;
  ord: number;
  sentAt: number;
  /** Of a reply: its number in its thread; 0: in none. */
  threadOrd: number;
};

export type AppendBatch = {
  rows: readonly AppendRow[];
  /** Milliseconds; sentAt is this, or the conversation's last sentAt if that is later. */
  now: number;
  /** A fresh snowflake: the id of the batch's outbox row, written only if something was stored. */
  outboxId: string;
  /** Another one, of the row that tells those who follow the threads: needed where something may be said in one. */
  threadOutboxId?: string;
  /** After a lock timeout: answer `locked` for conversations that somebody else holds, store the rest. */
  skipLocked?: boolean;
};

type Row = [number, string, string, string, string, number, string];

const TEXT =
  'select * from append_messages($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17,$18,$19,$20,$21,$22)';

/** Stores a batch in one round trip; results line up with the rows. See prisma/sql/shard/append_messages.sql. */
export async function appendBatch(shard: Shard, batch: AppendBatch): Promise<AppendResult[]> {
  const { rows } = batch;
  if (rows.length === 0) return [];
  const values = [
    new Date(batch.now).toISOString(),
    batch.outboxId,
    batch.threadOutboxId ?? null,
    batch.skipLocked === true,
    ...places(shard, rows),
    ...contents(rows),
  ];
  const result = await shard.lanes.query<Row>({ name: 'append_messages', text: TEXT, values, rowMode: 'array' });
  return result.rows.map(([status, messageId, seq, rev, ord, sentAt, threadOrd]) => ({
    status: STATUS[status] ?? 'stale-epoch',
    messageId,
    seq: Number(seq),
    rev: Number(rev),
    ord: Number(ord),
    sentAt,
    threadOrd: Number(threadOrd),
  }));
}

function places(shard: Shard, rows: readonly AppendRow[]): string[] {
  const at = targetsOf(
    shard,
    rows.map((row) => row.conversationId),
  );
  const streams = new Map<number, number>();
  const keys = new Map<string, number>();
  const threads = new Map<string, number>();
  const stream: number[] = [];
  const first: number[] = [];
  const threadFirst: number[] = [];
  rows.forEach((row, index) => {
    const place = streams.get(row.stream) ?? streams.size + 1;
    streams.set(row.stream, place);
    stream.push(place);
    const key = `${row.conversationId}:${row.senderId}:${row.clientMsgId}`;
    const earlier = keys.get(key) ?? index + 1;
    keys.set(key, earlier);
    first.push(earlier);
    threadFirst.push(firstOfThread(threads, row, index + 1));
  });
  return [
    at.buckets,
    at.epochs,
    at.ids,
    at.bucketOfId,
    at.idOfRow,
    numbers(stream),
    numbers(first),
    numbers(threadFirst),
  ];
}

/** The place of the first row in the same thread; 0: it is in none. */
function firstOfThread(
  places: Map<string, number>,
  { conversationId, thread = null }: AppendRow,
  place: number,
): number {
  if (thread === null) return 0;
  const key = `${conversationId}:${thread}`;
  const first = places.get(key) ?? place;
  places.set(key, first);
  return first;
}

function contents(rows: readonly AppendRow[]): string[] {
  return [
    numbers(rows.map((row) => row.accessVersion)),
    numbers(rows.map((row) => row.senderId)),
    numbers(rows.map((row) => row.messageId)),
    numbers(rows.map((row) => row.authorDepartmentId)),
    numbers(rows.map((row) => row.kind)),
    booleans(rows.map((row) => row.countsAsUnread)),
    texts(rows.map((row) => row.clientMsgId)),
    texts(rows.map((row) => row.text)),
    jsons(rows.map((row) => row.structure)),
    numbers(rows.map((row) => row.thread ?? null)),
  ];
}
