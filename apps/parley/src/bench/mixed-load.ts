import type { MixedPlan, MixedResult } from './mixed-plan.js';
import { trafficBetween } from './support/crew.js';
import { serveGenerator } from './support/generator.js';
import { PHASES, type Traffic } from './support/load-result.js';
import { MixedCrew } from './support/mixed-crew.js';

class MixedLoad extends MixedCrew {
  private readonly mixed: MixedPlan;

  constructor(plan: MixedPlan) {
    super(plan);
    this.mixed = plan;
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
    return { ...result, worstLagMs: this.loop.worstLagMs };
  }

  private async offer(phase: (name: string) => void): Promise<Traffic> {
    const { warmUpSeconds, seconds, ratePerSecond } = this.mixed;
    const from = performance.now() + warmUpSeconds * 1_000;
    const to = from + seconds * 1_000;
    this.crew.ledger.measure(from, to);
    await this.loop.warmUp(ratePerSecond, from);
    phase(PHASES.measuring);
    this.loop.worstLagMs = 0;
    const before = this.crew.traffic();
    await this.loop.run(ratePerSecond, to);
    phase(PHASES.measured);
    return trafficBetween(before, this.crew.traffic());
  }
}

serveGenerator((plan: MixedPlan, { phase }) => new MixedLoad(plan).run(phase));
