import { type FanoutPart, type FanoutResult, fanoutBatch, type Shard } from '@parley/db';
import type { Logger } from '../platform/logger.js';

/** Entries in one round trip. */
const MAX_ENTRIES = 1_200;
const LINGER_MS = 8;
const LINGER_BELOW = 100;

type Waiting = { part: FanoutPart; resolve: (result: FanoutResult) => void; reject: (error: unknown) => void };

/** One lane per user shard and process: the inbox entries of several committed batches go in one round trip. */
export class FanoutLane {
  private queue: Waiting[] = [];
  private entries = 0;
  private running = false;
  /** Whether the last round found more than a handful: then waiting a moment pays. */
  private busy = false;

  constructor(
    private readonly shard: Shard,
    private readonly logger: Logger,
  ) {}

  /** Entries that wait. */
  get backlog(): number {
    return this.entries;
  }

  /** Resolves when the part's entries are committed; rejects when the shard can't be reached: the sweeper comes back to it. */
  write(part: FanoutPart): Promise<FanoutResult> {
    return new Promise((resolve, reject) => {
      this.queue.push({ part, resolve, reject });
      this.entries += part.entries.length;
      if (!this.running) {
        this.running = true;
        void this.run();
      }
    });
  }

  private async run(): Promise<void> {
    while (this.queue.length > 0) {
      if (this.busy && this.entries < LINGER_BELOW) await new Promise((resolve) => setTimeout(resolve, LINGER_MS));
      const batch = this.take();
      this.busy = batch.length > 1;
      try {
        const results = await fanoutBatch(
          this.shard,
          batch.map(({ part }) => part),
        );
        batch.forEach(({ resolve, reject }, index) => {
          const result = results[index];
          if (result === undefined) reject(new Error('fan-out was answered short'));
          else resolve(result);
        });
      } catch (error) {
        this.logger.warn('fan-out failed, the outbox keeps it', {
          shard: this.shard.name,
          parts: batch.length,
          err: error,
        });
        for (const { reject } of batch) reject(error);
      }
    }
    this.running = false;
  }

  private take(): Waiting[] {
    const batch: Waiting[] = [];
    let size = 0;
    for (let next = this.queue[0]; next !== undefined; next = this.queue[0]) {
      if (batch.length > 0 && size + next.part.entries.length > MAX_ENTRIES) break;
      this.queue.shift();
      size += next.part.entries.length;
      batch.push(next);
    }
    this.entries -= size;
    return batch;
  }
}
