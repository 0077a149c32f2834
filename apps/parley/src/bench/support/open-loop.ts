import { setTimeout as sleep } from 'node:timers/promises';

const WARM_UP_STEPS = 8;

/** Open loop: sends are due at random moments, at a rate, whatever became of the ones before. */
export class OpenLoop {
  /** The longest time by which this loop itself was late with a send. */
  worstLagMs = 0;
  private last: number | null = null;
  private readonly random: () => number;
  private readonly send: (due: number) => void;

  constructor(random: () => number, send: (due: number) => void) {
    this.random = random;
    this.send = send;
  }

  /** The rate comes up by and by, as people do in the morning: a server that has run nothing yet is slower, and what waits then waits on. */
  async warmUp(ratePerSecond: number, end: number): Promise<void> {
    const from = performance.now();
    for (let step = 1; step <= WARM_UP_STEPS; step += 1) {
      const share = step / WARM_UP_STEPS;
      await this.run(ratePerSecond * share, from + (end - from) * share);
    }
  }

  /** Goes on where the last call ended, if there was one. */
  async run(ratePerSecond: number, end: number): Promise<void> {
    const next = (last: number): number => last - (Math.log(1 - this.random()) * 1_000) / ratePerSecond;
    let due = next(this.last ?? performance.now());
    for (;;) {
      const now = performance.now();
      while (due <= now && due < end) {
        this.worstLagMs = Math.max(this.worstLagMs, now - due);
        this.send(due);
        due = next(due);
      }
      if (due >= end) break;
      await sleep(1);
    }
    this.last = end;
    const now = performance.now();
    if (end > now) await sleep(end - now);
  }
}
