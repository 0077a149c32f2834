import type { Shard } from '../database.js';
import { booleans, compareIds, jsons, numbers } from './literals.js';
import { targetsOf } from './targets.js';

/**
 * The entries of one part of one outbox row that belong to one user shard. They are written together with a marker, so
 * that a repeat writes nothing; hence a part must be cut the same way each time (same outbox row, same part, same users).
 */
export type FanoutPart = {
  sourceShard: number;
  outboxId: string;
  part: number;
  entries: readonly FanoutEntry[];
};

export type FanoutEntry = {
  userId: string;
  conversationId: string;
  kind: number;
  rev: number;
  seq: number | null;
  payload: object | null;
  /** It may have to be pushed to this user. */
  push?: boolean;
};

/**
 * What became of a part. `written`: seqs, and the incarnations of the inboxes, line up with the entries. `repeated`: an
 * earlier run wrote it; push by sync. `stale`: nothing written, refresh the shard map, cut the part again and repeat.
 */
export type FanoutResult =
  | { status: 'written'; seqs: number[]; incarnations: string[] }
  | { status: 'repeated' }
  | { status: 'stale' };

const TEXT = 'select * from fanout_entries($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15)';

/**
 * Writes several parts in one round trip and transaction, in the order of their outbox ids; results line up with the
 * parts. See fanout_entries.sql.
 */
export async function fanoutBatch(shard: Shard, parts: readonly FanoutPart[]): Promise<FanoutResult[]> {
  const ordered = [...parts].sort(
    (a, b) => compareIds(a.outboxId, b.outboxId) || a.sourceShard - b.sourceShard || a.part - b.part,
  );
  const entries = ordered.flatMap((part) => part.entries);
  if (entries.length === 0) return parts.map(() => ({ status: 'written', seqs: [], incarnations: [] }));
  const at = targetsOf(
    shard,
    entries.map((entry) => entry.userId),
  );
  const values = [at.buckets, at.epochs, at.ids, at.bucketOfId, at.idOfRow, ...pointers(ordered, entries)];
  const text = TEXT;
  const result = await shard.lanes.query<[string, string]>({ name: 'fanout_entries', text, values, rowMode: 'array' });
  const results = new Map<FanoutPart, FanoutResult>();
  let from = 0;
  for (const part of ordered) {
    const mine = result.rows.slice(from, from + part.entries.length);
    const seqs = mine.map(([seq]) => Number(seq));
    from += part.entries.length;
    results.set(
      part,
      seqs[0] === -1
        ? { status: 'stale' }
        : seqs[0] === 0
          ? { status: 'repeated' }
          : { status: 'written', seqs, incarnations: mine.map(([, incarnation]) => incarnation) },
    );
  }
  return parts.map((part) => results.get(part) ?? { status: 'stale' });
}

function pointers(parts: readonly FanoutPart[], entries: readonly FanoutEntry[]): string[] {
  return [
    numbers(parts.map((part) => part.sourceShard)),
    numbers(parts.map((part) => part.outboxId)),
    numbers(parts.map((part) => part.part)),
    numbers(parts.flatMap((part, index) => part.entries.map(() => index + 1))),
    numbers(entries.map((entry) => entry.conversationId)),
    numbers(entries.map((entry) => entry.rev)),
    numbers(entries.map((entry) => entry.seq)),
    numbers(entries.map((entry) => entry.kind)),
    jsons(entries.map((entry) => entry.payload)),
    booleans(entries.map((entry) => entry.push === true)),
  ];
}
