import { Injectable } from '@nestjs/common';
import { Logger } from '../platform/logger.js';
import { DropDeadGateways } from './drop-dead-gateways.js';

const EVERY_MS = 2_000;

/** Looks for gateways that died, for as long as the process runs. */
@Injectable()
export class PresenceWorker {
  private timer: NodeJS.Timeout | null = null;
  private looking: Promise<void> | null = null;
  private failed = false;

  constructor(
    private readonly dead: DropDeadGateways,
    private readonly logger: Logger,
  ) {}

  start(): void {
    this.timer = setInterval(() => {
      this.looking ??= this.look().finally(() => {
        this.looking = null;
      });
    }, EVERY_MS);
  }

  async stop(): Promise<void> {
    if (this.timer !== null) clearInterval(this.timer);
    this.timer = null;
    await this.looking;
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
