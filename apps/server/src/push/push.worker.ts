import { Injectable } from '@nestjs/common';
import { Regularly } from '../platform/regularly.js';
import { CleanPushes } from './clean-pushes.js';
import { DecidePushes } from './decide-pushes.js';
import { DeliverPushes } from './deliver-pushes.js';

/** How late a push may be when all is well. */
const EVERY_MS = 250;
/** Pushes that are on their way at a time, from one process; one push service has half of them at most. */
const CONCURRENCY = 32;
const CLEAN_EVERY_MS = 60_000;

/** Wakes people, for as long as the process runs. */
@Injectable()
export class PushWorker {
  private readonly passes = new Regularly(() => this.pass(), EVERY_MS);
  private readonly sending = new Set<Promise<void>>();
  private cleanedAt = -Infinity;

  constructor(
    private readonly decide: DecidePushes,
    private readonly deliver: DeliverPushes,
    private readonly clean: CleanPushes,
  ) {}

  start(): void {
    this.passes.start();
  }

  async stop(): Promise<void> {
    await this.passes.stop();
    await Promise.all(this.sending);
  }

  private async pass(): Promise<void> {
    while ((await this.decide.execute()) && this.passes.goesOn);
    await this.send();
    if (performance.now() - this.cleanedAt < CLEAN_EVERY_MS) return;
    this.cleanedAt = performance.now();
    await this.clean.execute();
  }

  /** Is not waited for: what a slow push service holds up doesn't hold up what is decided next. */
  private async send(): Promise<void> {
    const room = CONCURRENCY - this.sending.size;
    if (room <= 0) return;
    for (const run of await this.deliver.claim(room)) {
      const sent = run().finally(() => this.sending.delete(sent));
      this.sending.add(sent);
    }
  }
}
