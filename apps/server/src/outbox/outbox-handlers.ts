import type { Database, OutboxKind, OutboxRow, Shard } from '@parley/db';

type RowOf<K extends OutboxKind> = Extract<OutboxRow, { kind: K }>;

/**
 * Exactly one handler a kind: it finishes the effect of a committed row and deletes the row; a repeat changes nothing.
 * A process that leaves one out doesn't compile.
 */
export type OutboxHandlers = {
  readonly [K in Exclude<OutboxKind, 'direct'>]: (shard: Shard, row: RowOf<K>) => Promise<void>;
} & { readonly direct: (row: RowOf<'direct'>) => Promise<void> };

/** Injection token of the handlers, collected by the role. */
export const OUTBOX_HANDLERS = Symbol('OutboxHandlers');

/** Hands a row to its handler. */
export async function finishRow(handlers: OutboxHandlers, database: Database, row: OutboxRow): Promise<void> {
  if (row.kind === 'direct') return handlers.direct(row);
  if (database.name === 'directory') throw new Error(`an outbox row of kind ${row.kind} belongs on a shard`);
  const shard = database as Shard;
  switch (row.kind) {
    case 'message':
      return handlers.message(shard, row);
    case 'conversation':
      return handlers.conversation(shard, row);
    case 'group':
      return handlers.group(shard, row);
    case 'mode':
      return handlers.mode(shard, row);
    case 'read':
      return handlers.read(shard, row);
    case 'change':
      return handlers.change(shard, row);
    case 'hidden':
      return handlers.hidden(shard, row);
    case 'saved':
      return handlers.saved(shard, row);
    case 'dissolve':
      return handlers.dissolve(shard, row);
    case 'departed':
      return handlers.departed(shard, row);
    case 'rows':
      return handlers.rows(shard, row);
    case 'channel':
      return handlers.channel(shard, row);
    case 'thread':
      return handlers.thread(shard, row);
    case 'scheduled':
      return handlers.scheduled(shard, row);
  }
}
