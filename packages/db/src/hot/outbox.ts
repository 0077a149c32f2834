import type { Shard } from '../database.js';
import { numbers } from './literals.js';

/** Deletes outbox rows whose effects are committed everywhere. May be lost in a crash: a repeat is harmless. */
export async function finishOutbox(shard: Shard, outboxIds: readonly string[]): Promise<void> {
  if (outboxIds.length === 0) return;
  await shard.pool.query({ name: 'finish_outbox', text: 'select finish_outbox($1)', values: [numbers(outboxIds)] });
}
