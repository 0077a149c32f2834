import { Injectable } from '@nestjs/common';
import { Logger } from '../platform/logger.js';
import { Regularly } from '../platform/regularly.js';
import { WatchDrift } from './watch-drift.js';

const EVERY_MS = 5_000;

/** Looks for drift a little at a time, for as long as the process runs. */
@Injectable()
export class DriftWorker {
  private readonly looks = new Regularly(() => this.look(), EVERY_MS);

  constructor(
    private readonly drift: WatchDrift,
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
      await this.drift.look();
    } catch (error) {
      this.logger.warn('counters could not be looked at', { err: error });
    }
  }
}
