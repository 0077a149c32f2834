import { ParleyError } from '@parley/contract';
import { type Shard, StaleEpoch } from '@parley/db';

/**
 * One call per shard for a batch that holds many people's questions. A shard that is away is an outcome of its own items:
 * the others get their answers. A stale epoch is thrown: the whole call is repeated with a fresh map.
 */
export async function settleShards<T, R>(
  groups: ReadonlyMap<Shard, T[]>,
  ask: (shard: Shard, items: T[]) => Promise<R>,
): Promise<{ answered: { items: T[]; answer: R }[]; away: T[] }> {
  const answered: { items: T[]; answer: R }[] = [];
  const away: T[] = [];
  const asked = [...groups].map(async ([shard, items]) => {
    try {
      answered.push({ items, answer: await ask(shard, items) });
    } catch (error) {
      if (error instanceof StaleEpoch) throw error;
      away.push(...items);
    }
  });
  for (const result of await Promise.allSettled(asked)) if (result.status === 'rejected') throw result.reason;
  return { answered, away };
}

/** What those hear whose shard is away. */
export function shardAway(): ParleyError {
  return new ParleyError('UNAVAILABLE', { part: 'database', retryAfterMs: 1_000 });
}
