import type { Ack, MessageSent, ParleyError } from '@parley/contract';
import pg from 'pg';
import { query } from '../../support/query.js';
import type { Databases } from './databases.js';

/** How a send ended, as one comparable thing. */
export type Outcome = { ok: true; sent: MessageSent } | { ok: false; code: string };

export function outcomeOf(ack: Ack<MessageSent & { own?: number[] | undefined }>): Outcome {
  if (!ack.ok) return { ok: false, code: ack.error.code };
  const { own: _own, ...sent } = ack.data;
  return { ok: true, sent };
}

/** A promise that must be refused: its code. */
export async function codeOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
  } catch (error) {
    return (error as ParleyError).code;
  }
  return 'OK';
}

export type StoredMessage = { seq: number; rev: number; sender: string; key: string; text: string | null };

/** What stands in the tables, asked of the shard that has the conversation. */
export async function storedMessages(databases: Databases, conversationId: string): Promise<StoredMessage[]> {
  for (const url of databases.shards) {
    const rows = await query<{
      seq: string;
      rev: string;
      sender_id: string;
      client_msg_id: string;
      text: string | null;
    }>(url, 'select seq, rev, sender_id, client_msg_id, text from message where conversation_id = $1 order by seq', [
      conversationId,
    ]);
    if (rows.length > 0) {
      return rows.map((row) => ({
        seq: Number(row.seq),
        rev: Number(row.rev),
        sender: row.sender_id,
        key: row.client_msg_id,
        text: row.text,
      }));
    }
  }
  return [];
}

/** The shard that has the conversation. */
export async function shardOf(databases: Databases, conversationId: string): Promise<string> {
  for (const url of databases.shards) {
    const found = await query(url, 'select 1 from conversation_head where conversation_id = $1', [conversationId]);
    if (found.length > 0) return url;
  }
  throw new Error(`no shard has conversation ${conversationId}`);
}

/** Keeps a lock until released; what waits for it waits. */
export async function holdLock(url: string, text: string, values: unknown[] = []): Promise<() => Promise<void>> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query('begin');
  await client.query(text, values);
  return async () => {
    await client.query('rollback');
    await client.end();
  };
}

export function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);
}
