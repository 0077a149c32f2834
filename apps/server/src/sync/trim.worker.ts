import { Injectable } from '@nestjs/common';
import { Logger } from '../platform/logger.js';
import { TrimInboxes } from './trim-inboxes.js';

const EVERY_MS = 5_000;

/** Trims inboxes a little at a time, for as long as the process runs. */
@Injectable()
export class TrimWorker {
  private timer: NodeJS.Timeout | null = null;
  private trimming: Promise<void> | null = null;

  constructor(
    private readonly inboxes: TrimInboxes,
    private readonly logger: Logger,
  ) {}

  start(): void {
    this.timer = setInterval(() => {
      this.trimming ??= this.trim().finally(() => {
        this.trimming = null;
      });
    }, EVERY_MS);
  }

  async stop(): Promise<void> {
    if (this.timer !== null) clearInterval(this.timer);
    this.timer = null;
    await this.trimming;
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
