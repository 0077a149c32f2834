import { Injectable } from '@nestjs/common';
import { Logger } from '../platform/logger.js';
import { Regularly } from '../platform/regularly.js';
import { DropDeadGateways } from './drop-dead-gateways.js';

const EVERY_MS = 2_000;

/** Looks for gateways that died, for as long as the process runs. */
@Injectable()
export class PresenceWorker {
  private readonly looks = new Regularly(() => this.look(), EVERY_MS);
  private failed = false;

  constructor(
    private readonly dead: DropDeadGateways,
    private readonly logger: Logger,
  ) {}

  start(): void {
    this.looks.start();
  }

  stop(): Promise<void> {
    return this.looks.stop();
  }

  private async look(): Promise<void> {
    try {
      const people = await this.dead.execute();
      this.failed = false;
      if (people > 0) this.logger.info('a gateway is gone, and so are its people', { people });
    } catch (error) {
      if (!this.failed) this.logger.warn('gateways could not be looked at', { err: error });
      this.failed = true;
    }
  }
}
