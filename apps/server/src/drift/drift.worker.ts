import { Injectable } from '@nestjs/common';
import { Logger } from '../platform/logger.js';
import { WatchDrift } from './watch-drift.js';

const EVERY_MS = 5_000;

/** Looks for drift a little at a time, for as long as the process runs. */
@Injectable()
export class DriftWorker {
  private timer: NodeJS.Timeout | null = null;
  private looking: Promise<void> | null = null;

  constructor(
    private readonly drift: WatchDrift,
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
      await this.drift.look();
    } catch (error) {
      this.logger.warn('counters could not be looked at', { err: error });
    }
  }
}
