import { Injectable } from '@nestjs/common';
import { holdingBuckets, ShardRouter, type Tx } from '@parley/db';
import { IdGenerator } from '../platform/ids.js';
import { withFreshMap } from '../platform/with-fresh-map.js';
import { FinishThreads } from './finish-threads.js';
import { type OwnThread, tellOwn } from './thread.repo.js';

/** Changes what is one's own about a thread, together with the outbox row that tells one's devices, then tells them. */
@Injectable()
export class ChangeOwnThread {
  constructor(
    private readonly shards: ShardRouter,
    private readonly ids: IdGenerator,
    private readonly finish: FinishThreads,
  ) {}

  /** `work` says whether it changed anything. */
  async execute<T extends { changed: boolean }>(own: OwnThread, work: (tx: Tx) => Promise<T>): Promise<T> {
    const { conversationId, seq, userId } = own;
    const outboxId = this.ids.next();
    const shard = this.shards.forConversation(conversationId);
    const done = await withFreshMap(this.shards, () =>
      holdingBuckets(shard, [conversationId], async (tx) => {
        await tx.query("set local lock_timeout = '2s'");
        const result = await work(tx);
        if (result.changed) await tellOwn(tx, outboxId, own);
        return result;
      }),
    );
    if (done.changed) await this.finish.now(shard, { outboxId, payload: [{ conversationId, seq, userId }] });
    return done;
  }
}
