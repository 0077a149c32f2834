import type { Shard } from '../database.js';
import { statement } from '../repository-files.js';
import type { Tx } from '../tx.js';
import { numbers } from './literals.js';

const STATES = statement('thread_states');
const AS_LEFT = statement('thread_as_left');
const FOLLOWERS = statement('thread_followers');
const PAGE = statement('thread_page');
const LIST = statement('thread_list');

/** A thread and what is somebody's own about it. Times in milliseconds. */
export type ThreadRow = {
  conversationId: string;
  seq: number;
  count: number;
  lastSeq: number;
  lastAt: number;
  readOrd: number;
  following: boolean;
  version: number;
  draft: { text: string; updatedAt: number } | null;
};

export type ThreadAsk = { userId: string; conversationId: string; seq: number };

type StateColumns = {
  count: string | null;
  last_seq: string | null;
  last_ms: number | null;
  read_ord: string | null;
  following: boolean | null;
  version: string | null;
  draft: string | null;
  draft_ms: number | null;
};

/**
 * Threads as their askers may see them, lining up with what was asked for. `no-member`: they are not in the conversation now;
 * `no-thread`: there is no such message, it can have no thread, or it is not theirs to see.
 */
export async function threadStates(
  source: Shard | Tx,
  asks: readonly ThreadAsk[],
): Promise<(ThreadRow | 'no-member' | 'no-thread')[]> {
  if (asks.length === 0) return [];
  const values = [
    numbers(asks.map(({ userId }) => userId)),
    numbers(asks.map(({ conversationId }) => conversationId)),
    numbers(asks.map(({ seq }) => seq)),
  ];
  type Columns = StateColumns & { place: number; seen: string | null };
  const rows =
    'pool' in source
      ? (await source.pool.query<Columns>({ ...STATES, values })).rows
      : await source.query<Columns>(STATES.text, values);
  const found = new Map(rows.map((row) => [row.place, row]));
  return asks.map((ask, index) => {
    const row = found.get(index + 1);
    if (row === undefined) return 'no-member';
    return row.seen === null ? 'no-thread' : rowOf(ask, row);
  });
}

/** A thread as of when its asker left the conversation, and up to which seq that is; see {@link threadStates} for what else it can be. */
export async function threadAsLeft(
  shard: Shard,
  ask: ThreadAsk,
): Promise<{ thread: ThreadRow; until: number } | 'no-member' | 'no-thread'> {
  const { userId, conversationId, seq } = ask;
  type Columns = StateColumns & { until: string; seen: string | null };
  const { rows } = await shard.pool.query<Columns>({ ...AS_LEFT, values: [userId, conversationId, seq] });
  const [row] = rows;
  if (row === undefined) return 'no-member';
  return row.seen === null ? 'no-thread' : { thread: rowOf(ask, row), until: Number(row.until) };
}

/** The members now who follow a thread; a page of them, in the order of their ids. */
export async function threadFollowers(
  shard: Shard,
  page: { conversationId: string; seq: number; after: string; limit: number },
): Promise<string[]> {
  const { conversationId, seq, after, limit } = page;
  const { rows } = await shard.pool.query<{ user_id: string }>({
    ...FOLLOWERS,
    values: [conversationId, seq, after, limit],
  });
  return rows.map((row) => row.user_id);
}

/** The newest replies of a thread before a seq (null: of all), newest first. Who may see them is asked when they are read. */
export async function threadPage(
  shard: Shard,
  page: { conversationId: string; seq: number; beforeSeq: number | null; limit: number },
): Promise<number[]> {
  const { conversationId, seq, beforeSeq, limit } = page;
  const { rows } = await shard.pool.query<{ seq: string }>({
    ...PAGE,
    values: [conversationId, seq, beforeSeq, limit],
  });
  return rows.map((row) => Number(row.seq));
}

/** Where a thread stands in the list. */
export type ThreadPlace = Pick<ThreadRow, 'lastAt' | 'conversationId' | 'seq'>;

/** Threads of this shard that somebody follows, the one in which something was said last first, after a place; `unread`: of all. */
export async function threadList(
  shard: Shard,
  { userId, after, limit }: { userId: string; after: ThreadPlace | null; limit: number },
): Promise<{ unread: number; threads: ThreadRow[] }> {
  type Columns = StateColumns & { unread: number; conversation_id: string | null; seq: string | null };
  const { rows } = await shard.pool.query<Columns>({
    ...LIST,
    values: [
      userId,
      after === null ? null : new Date(after.lastAt).toISOString(),
      after?.conversationId ?? null,
      after?.seq ?? null,
      limit,
    ],
  });
  return {
    unread: rows[0]?.unread ?? 0,
    threads: rows.flatMap((row) =>
      row.conversation_id === null ? [] : [rowOf({ conversationId: row.conversation_id, seq: Number(row.seq) }, row)],
    ),
  };
}

function rowOf({ conversationId, seq }: { conversationId: string; seq: number }, row: StateColumns): ThreadRow {
  return {
    conversationId,
    seq,
    count: Number(row.count ?? 0),
    lastSeq: Number(row.last_seq ?? 0),
    lastAt: row.last_ms ?? 0,
    readOrd: Number(row.read_ord ?? 0),
    following: row.following ?? false,
    version: Number(row.version ?? 0),
    draft: row.draft_ms === null ? null : { text: row.draft ?? '', updatedAt: row.draft_ms },
  };
}
