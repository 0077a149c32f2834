import { Injectable } from '@nestjs/common';
import { SendDue } from './send-due.js';

/** How late a message may be when all is well. */
const EVERY_MS = 500;
/** Passes at a time: one that waits for a dead shard doesn't hold up what is due after it. */
const PASSES = 4;
const CLEAN_EVERY_MS = 60_000;

/** Sends scheduled messages when their time has come, for as long as the process runs. */
@Injectable()
export class ScheduledWorker {
  private timer: NodeJS.Timeout | null = null;
  private readonly passes = new Set<Promise<void>>();
  private cleanedAt = performance.now();

  constructor(private readonly due: SendDue) {}

  start(): void {
    this.timer = setInterval(() => {
      if (this.passes.size < PASSES) this.pass();
    }, EVERY_MS);
  }

  async stop(): Promise<void> {
    if (this.timer !== null) clearInterval(this.timer);
    this.timer = null;
    await Promise.all(this.passes);
  }

  private pass(): void {
    const pass = this.work().finally(() => this.passes.delete(pass));
    this.passes.add(pass);
  }

  private async work(): Promise<void> {
    await this.due.execute();
    if (performance.now() - this.cleanedAt < CLEAN_EVERY_MS) return;
    this.cleanedAt = performance.now();
    await this.due.clean();
  }
}
