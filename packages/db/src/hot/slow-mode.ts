import { bucketOf } from '@parley/core';
import type { Shard } from '../database.js';
import { refusingStale } from '../errors.js';
import { numbers, texts } from './literals.js';

export type SlowTurn = { conversationId: string; userId: string; clientMsgId: string; seconds: number };

/**
 * For each, in the same order, how many milliseconds they still have to wait; 0: it is their turn, and they have taken it.
 * Each (conversation, user) once. See take_slow_turns.sql. Throws StaleEpoch.
 */
export async function takeSlowTurns(shard: Shard, turns: readonly SlowTurn[]): Promise<number[]> {
  if (turns.length === 0) return [];
  const buckets = [...new Set(turns.map(({ conversationId }) => bucketOf(conversationId)))].sort((a, b) => a - b);
  const { rows } = await refusingStale(
    shard.lanes.query<{ idx: number; wait_ms: number }>({
      name: 'take_slow_turns',
      text: 'select * from take_slow_turns($1,$2,$3,$4,$5,$6)',
      values: [
        numbers(buckets),
        numbers(buckets.map((bucket) => shard.epochOf(bucket))),
        numbers(turns.map(({ conversationId }) => conversationId)),
        numbers(turns.map(({ userId }) => userId)),
        texts(turns.map(({ clientMsgId }) => clientMsgId)),
        numbers(turns.map(({ seconds }) => seconds)),
      ],
    }),
  );
  const waits = new Map(rows.map((row) => [row.idx, row.wait_ms]));
  return turns.map((_, index) => waits.get(index + 1) ?? 0);
}
