import { Injectable } from '@nestjs/common';
import { Logger } from '../platform/logger.js';
import { Regularly } from '../platform/regularly.js';
import { TrimInboxes } from './trim-inboxes.js';

const EVERY_MS = 5_000;

/** Trims inboxes a little at a time, for as long as the process runs. */
@Injectable()
export class TrimWorker {
  private readonly trims = new Regularly(() => this.trim(), EVERY_MS);

  constructor(
    private readonly inboxes: TrimInboxes,
    private readonly logger: Logger,
  ) {}

  start(): void {
    this.trims.start();
  }

  stop(): Promise<void> {
    return this.trims.stop();
  }

  private async trim(): Promise<void> {
    try {
      const gone = await this.inboxes.look();
      if (gone > 0) this.logger.info('inboxes were trimmed', { entries: gone });
    } catch (error) {
      this.logger.warn('inboxes could not be trimmed', { err: error });
    }
  }
}
