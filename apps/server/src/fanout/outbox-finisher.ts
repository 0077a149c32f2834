import { finishOutbox, type Shard } from '@parley/db';
import type { Logger } from '../platform/logger.js';

const FLUSH_MS = 50;

/** Deletes finished outbox rows, many in a statement. One that isn't deleted is swept later and found done. */
export class OutboxFinisher {
  private readonly waiting = new Map<Shard, string[]>();
  private timer: NodeJS.Timeout | null = null;

  constructor(private readonly logger: Logger) {}

  done(shard: Shard, outboxId: string): void {
    const mine = this.waiting.get(shard);
    if (mine === undefined) this.waiting.set(shard, [outboxId]);
    else mine.push(outboxId);
    this.timer ??= setTimeout(() => void this.flush(), FLUSH_MS);
  }

  async flush(): Promise<void> {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    const batches = [...this.waiting];
    this.waiting.clear();
    await Promise.all(
      batches.map(([shard, ids]) =>
        finishOutbox(shard, ids).catch((error: unknown) =>
          this.logger.warn('outbox rows stay for the sweeper', { shard: shard.name, rows: ids.length, err: error }),
        ),
      ),
    );
  }
}
