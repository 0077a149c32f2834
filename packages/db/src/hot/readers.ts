import type { Shard } from '../database.js';
import { statement } from '../repository-files.js';
import { numbers } from './literals.js';

const READERS = statement('message_readers');
const COUNTS = statement('reader_counts');

export type ReaderCounts = { read: number; unread: number };
export type Reader = { userId: string; at: number | null };

/** Somebody in the order of the lists: by how far they have read, then by id. */
export type ReaderPlace = { readSeq: number; userId: string };

/** Members that a page looks at: those who tell nothing and those who came later lie between the others. */
const LOOKED_AT = 1_000;

type Refused = 'no-member' | 'no-message';
type Columns = {
  asked: boolean;
  shown: boolean;
  read: number;
  unread: number;
  next_seq: string | null;
  next_user: string | null;
} & ({ user_id: null } | { user_id: string; read_ms: number | null });

/**
 * A page of those who have read a message, or have not, with how many of each there are. It may have fewer than `limit`, or
 * nobody, and go on: `next` is null at the end.
 */
export async function messageReaders(
  shard: Shard,
  ask: {
    conversationId: string;
    askerId: string;
    seq: number;
    read: boolean;
    after: ReaderPlace | null;
    limit: number;
    silent: readonly string[];
  },
): Promise<{ counts: ReaderCounts; readers: Reader[]; next: ReaderPlace | null } | Refused> {
  const { conversationId, askerId, seq, read, after, limit, silent } = ask;
  const { rows } = await shard.pool.query<Columns>({
    ...READERS,
    values: [
      ...[conversationId, askerId, seq, read, after?.readSeq ?? -1, after?.userId ?? '0', limit],
      ...[numbers(silent), LOOKED_AT],
    ],
  });
  const [first] = rows;
  if (first?.asked !== true) return 'no-member';
  if (!first.shown) return 'no-message';
  const { next_seq: nextSeq, next_user: nextUser } = first;
  return {
    counts: { read: first.read, unread: first.unread },
    readers: rows.flatMap((row) => (row.user_id === null ? [] : [{ userId: row.user_id, at: row.read_ms }])),
    next: nextSeq === null || nextUser === null ? null : { readSeq: Number(nextSeq), userId: nextUser },
  };
}

/** By the seqs that the asker may see; null: they are no member now. */
export async function readerCounts(
  shard: Shard,
  ask: { conversationId: string; askerId: string; seqs: readonly number[]; silent: readonly string[] },
): Promise<(ReaderCounts & { seq: number })[] | null> {
  const { conversationId, askerId, seqs, silent } = ask;
  const { rows } = await shard.pool.query<{ asked: boolean; seq: string | null; read: number; unread: number }>({
    ...COUNTS,
    values: [conversationId, askerId, numbers(seqs), numbers(silent)],
  });
  if (rows[0]?.asked !== true) return null;
  return rows.flatMap(({ seq, read, unread }) => (seq === null ? [] : [{ seq: Number(seq), read, unread }]));
}
