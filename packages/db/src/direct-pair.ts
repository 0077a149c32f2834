import type { Directory } from './database.js';
import { compareIds } from './hot/literals.js';
import { insertOutbox } from './outbox.js';

export type DirectPair = { conversationId: string; lowUser: string; highUser: string; ready: boolean };

type Columns = { conversation_id: string; low_user: string; high_user: string; state: string };

function pairOf(row: Columns): DirectPair {
  return {
    conversationId: row.conversation_id,
    lowUser: row.low_user,
    highUser: row.high_user,
    ready: row.state === 'ready',
  };
}

/**
 * The one conversation of two people: finds it or reserves the given id, with the outbox row that will create it. Whoever
 * loses the race gets the winner's id. `fresh` = this call reserved it, and the caller may run the outbox row at once.
 */
export async function reserveDirect(
  directory: Directory,
  ask: { userId: string; peerId: string; conversationId: string; outboxId: string },
): Promise<DirectPair & { fresh: boolean }> {
  const [lowUser, highUser] = [ask.userId, ask.peerId].sort(compareIds) as [string, string];
  const known = await findDirect(directory, lowUser, highUser);
  if (known !== null) return { ...known, fresh: false };
  return directory.tx(async (tx) => {
    const inserted = await tx.query<Columns>(
      `insert into direct_pair (low_user, high_user, conversation_id, created_by) values ($1, $2, $3, $4)
       on conflict (low_user, high_user) do nothing returning conversation_id, low_user, high_user, state`,
      [lowUser, highUser, ask.conversationId, ask.userId],
    );
    if (inserted[0] !== undefined) {
      const payload = { conversationId: ask.conversationId, lowUser, highUser, createdBy: ask.userId };
      await insertOutbox(tx, { id: ask.outboxId, kind: 'direct', payload });
      return { ...pairOf(inserted[0]), fresh: true };
    }
    const winner = await tx.query<Columns>('select * from direct_pair where low_user = $1 and high_user = $2', [
      lowUser,
      highUser,
    ]);
    if (winner[0] === undefined) throw new Error('a direct pair vanished between two statements');
    return { ...pairOf(winner[0]), fresh: false };
  });
}

export async function findDirect(directory: Directory, userId: string, peerId: string): Promise<DirectPair | null> {
  const pair = [userId, peerId].sort(compareIds);
  const { rows } = await directory.pool.query<Columns>({
    name: 'find_direct',
    text: 'select conversation_id, low_user, high_user, state from direct_pair where low_user = $1 and high_user = $2',
    values: pair,
  });
  return rows[0] === undefined ? null : pairOf(rows[0]);
}

/** The conversation and both chat list rows exist. Idempotent. */
export async function markDirectReady(directory: Directory, conversationId: string): Promise<void> {
  await directory.pool.query("update direct_pair set state = 'ready' where conversation_id = $1 and state <> 'ready'", [
    conversationId,
  ]);
}
