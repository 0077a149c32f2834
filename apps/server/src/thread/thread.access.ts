import { Injectable } from '@nestjs/common';
import { ParleyError, type ThreadState } from '@parley/contract';
import { ShardRouter, threadAsLeft, threadStates, type Tx } from '@parley/db';

export type ThreadKey = { conversationId: string; seq: number };

/** `until`: the last seq that is theirs to read. */
type ReadableThread = { thread: ThreadState; until: number };
type Refused = 'no-member' | 'no-thread';

/** The one door to threads: they are a member's who may see the message that the thread hangs on. */
@Injectable()
export class ThreadAccess {
  constructor(private readonly shards: ShardRouter) {}

  /** For one who is in, or was: whoever left reads on what stood there then, as in the history. Missing and not mine look the same. */
  async forReading(userId: string, key: ThreadKey): Promise<ReadableThread> {
    const shard = this.shards.forConversation(key.conversationId);
    const [row] = await threadStates(shard, [{ userId, ...key }]);
    if (row !== undefined && row !== 'no-member') return { thread: demanded(row), until: Number.MAX_SAFE_INTEGER - 1 };
    return demanded(await threadAsLeft(shard, { userId, ...key }));
  }

  /** By `conversationId:seq`; those that are not theirs to see are missing. */
  async byKeys(userId: string, keys: readonly ThreadKey[]): Promise<Map<string, ThreadState>> {
    const distinct = [...new Map(keys.map((key) => [keyOf(key), key])).values()];
    const groups = this.shards.groupByShard(distinct, ({ conversationId }) => conversationId);
    const found = await Promise.all(
      [...groups].map(([shard, mine]) =>
        threadStates(
          shard,
          mine.map((key) => ({ userId, ...key })),
        ),
      ),
    );
    return new Map(found.flat().flatMap((row) => (typeof row === 'string' ? [] : [[keyOf(row), row] as const])));
  }
}

/** Inside a transaction that changes what is one's own about it. */
export async function threadIn(tx: Tx, userId: string, key: ThreadKey): Promise<ThreadState> {
  const [row] = await threadStates(tx, [{ userId, ...key }]);
  return demanded(row);
}

export function keyOf({ conversationId, seq }: ThreadKey): string {
  return `${conversationId}:${seq}`;
}

function demanded<T extends object>(row: T | Refused | undefined): T {
  if (row === undefined || row === 'no-member') throw new ParleyError('CONVERSATION_NOT_FOUND');
  if (row === 'no-thread') throw new ParleyError('THREAD_NOT_FOUND');
  return row;
}
