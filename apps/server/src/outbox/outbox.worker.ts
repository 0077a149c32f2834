import { Inject, Injectable } from '@nestjs/common';
import { JOBS } from '@parley/contract';
import { type Job, Queue, Worker } from 'bullmq';
import type { Config } from '../platform/config.js';
import { Logger } from '../platform/logger.js';
import { metrics } from '../platform/metrics.js';
import { CONFIG } from '../platform/platform.module.js';
import { QUEUE_PREFIX } from '../platform/queues.js';
import { Regularly } from '../platform/regularly.js';
import { type ClaimedRows, FinishOutbox } from './finish-outbox.js';

const SWEEP_MS = 1_000;
const ROWS_PER_JOB = 50;
const CONCURRENCY = 4;
const CLOSE_MS = 3_000;
const CLEAN_EVERY_MS = 60_000;

export const JOB_STATES = ['waiting', 'active', 'failed'] as const;

/**
 * Takes over what the hot path left behind: claimed in Postgres, handed out through BullMQ. A job is a hint, the row is
 * the truth: while Redis is away the rows are finished right here, and a job that vanishes is claimed again.
 */
@Injectable()
export class OutboxWorker {
  private queue: Queue | null = null;
  private worker: Worker | null = null;
  private readonly sweeps = new Regularly(() => this.sweep(), SWEEP_MS);
  private cleanedAt = performance.now();

  constructor(
    private readonly outbox: FinishOutbox,
    @Inject(CONFIG) private readonly config: Config,
    private readonly logger: Logger,
  ) {}

  start(): void {
    const { queue } = JOBS['outbox.finish'];
    const { url } = this.config.redis;
    this.queue = new Queue(queue, {
      connection: { url, enableOfflineQueue: false, commandTimeout: 1_500 },
      prefix: QUEUE_PREFIX,
    });
    this.worker = new Worker(queue, (job) => this.process(job), {
      connection: { url, maxRetriesPerRequest: null },
      prefix: QUEUE_PREFIX,
      concurrency: CONCURRENCY,
    });
    // The outage is said once, by the connection for commands.
    this.queue.on('error', () => undefined);
    this.worker.on('error', () => undefined);
    this.sweeps.start();
  }

  /** Jobs in Redis that are in this state; rejects while it is away. */
  async jobs(state: (typeof JOB_STATES)[number]): Promise<number> {
    return (await this.queue?.getJobCountByTypes(state)) ?? 0;
  }

  async stop(): Promise<void> {
    await this.sweeps.stop();
    const closed = Promise.allSettled([this.worker?.close(), this.queue?.close()]);
    await Promise.race([closed, new Promise((resolve) => setTimeout(resolve, CLOSE_MS))]);
  }

  private async sweep(): Promise<void> {
    for (const { database, outboxIds } of await this.outbox.claim()) {
      metrics.outboxTakenOver.inc({ database }, outboxIds.length);
      this.logger.info('outbox rows taken over', { database, rows: outboxIds.length });
      for (let at = 0; at < outboxIds.length; at += ROWS_PER_JOB) {
        await this.handOut({ database, outboxIds: outboxIds.slice(at, at + ROWS_PER_JOB) });
      }
    }
    await this.clean();
  }

  /** Marks of what is finished for good go, a page at a time, until little is left. */
  private async clean(): Promise<void> {
    if (performance.now() - this.cleanedAt < CLEAN_EVERY_MS) return;
    while (this.sweeps.goesOn && (await this.outbox.cleanMarkers()) > 0);
    this.cleanedAt = performance.now();
  }

  private async handOut(rows: ClaimedRows): Promise<void> {
    try {
      await this.queue?.add('outbox.finish', rows, { removeOnComplete: true, removeOnFail: true });
    } catch {
      await this.outbox.finish(rows);
    }
  }

  private async process(job: Job): Promise<void> {
    await this.outbox.finish(JOBS['outbox.finish'].data.parse(job.data));
  }
}
