import { setTimeout as sleep } from 'node:timers/promises';

import { seededRandom } from './floor-profile.js';
import type { MixedPlan, MixedResult } from './mixed-plan.js';
import { Crew, trafficBetween } from './support/crew.js';
import { serveGenerator } from './support/generator.js';
import { PHASES, type Traffic } from './support/load-result.js';
import { MixedTexts } from './support/texts.js';

class MixedLoad {
  private readonly plan: MixedPlan;
  private readonly crew: Crew;
  private readonly random: () => number;
  private readonly texts: MixedTexts;
  private worstLagMs = 0;

  constructor(plan: MixedPlan) {
    this.plan = plan;
    this.random = seededRandom(plan.seed);
    this.texts = new MixedTexts(plan.seed);
    this.crew = new Crew(
      plan.address,
      plan.sessions.map((session) => ({ session, follows: true })),
    );
  }

  async run(phase: (name: string) => void): Promise<MixedResult> {
    const { crew } = this;
    await crew.connect();
    await crew.readHeads();
    phase(PHASES.connected);
    const stopTicking = crew.startTicking();
    const traffic = await this.offer(phase);
    await crew.settle();
    stopTicking();
    const result = await crew.account(traffic);
    crew.close();
    return { ...result, worstLagMs: this.worstLagMs };
  }

  /** Open loop: sends are due at random moments, whatever became of the ones before. */
  private async offer(phase: (name: string) => void): Promise<Traffic> {
    const { warmUpSeconds, seconds } = this.plan;
    const began = performance.now();
    const from = began + warmUpSeconds * 1_000;
    const to = from + seconds * 1_000;
    this.crew.ledger.measure(from, to);
    const due = await this.sendUntil(from, this.nextDue(began));
    phase(PHASES.measuring);
    this.worstLagMs = 0;
    const before = this.crew.traffic();
    await this.sendUntil(to, due);
    phase(PHASES.measured);
    return trafficBetween(before, this.crew.traffic());
  }

  private async sendUntil(end: number, first: number): Promise<number> {
    let due = first;
    for (;;) {
      const now = performance.now();
      while (due <= now && due < end) {
        this.worstLagMs = Math.max(this.worstLagMs, now - due);
        this.send(due);
        due = this.nextDue(due);
      }
      if (due >= end) {
        if (end > now) await sleep(end - now);
        return due;
      }
      await sleep(1);
    }
  }

  private send(due: number): void {
    const sender = this.crew.devices[Math.floor(this.random() * this.crew.devices.length)];
    const text = this.texts.draw();
    // Drawn in any case, so that the same seed draws the same senders.
    const toGroup = this.random() < this.plan.groupShare;
    if (!toGroup || sender?.sendToGroup(text, due) !== true) sender?.send(text, due);
  }

  private nextDue(last: number): number {
    return last - (Math.log(1 - this.random()) * 1_000) / this.plan.ratePerSecond;
  }
}

serveGenerator((plan: MixedPlan, { phase }) => new MixedLoad(plan).run(phase));
