import { ParleyError } from '@parley/contract';
import type { Logger } from '../platform/logger.js';
import { Regularly } from '../platform/regularly.js';
import type { LogicPort } from '../rpc/logic.port.js';
import type { SendAdmission } from './send-admission.js';

/** Buckets move seldom, and sends that are counted with those of another shard for a while do no harm. */
const EVERY_MS = 10_000;

/** Tells the admission of sends which bucket lies on which shard, as logic knows it. */
export class ShardPlaces {
  private readonly asking = new Regularly(() => this.ask(), EVERY_MS);

  constructor(
    private readonly logic: Pick<LogicPort, 'places'>,
    private readonly admission: SendAdmission,
    private readonly logger: Logger,
  ) {}

  start(): void {
    void this.ask();
    this.asking.start();
  }

  stop(): void {
    void this.asking.stop();
  }

  private async ask(): Promise<void> {
    try {
      const { shardOf } = await this.logic.places();
      this.admission.learn(shardOf);
    } catch (error) {
      // A logic of before does not know the question; without an answer all shards are counted as one.
      const code = error instanceof ParleyError ? error.code : null;
      if (code !== 'UNAVAILABLE' && code !== 'NOT_FOUND') this.logger.error('places could not be read', { err: error });
    }
  }
}
