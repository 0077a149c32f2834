import { seededRandom } from './floor-profile.js';
import type { OverloadPlan, OverloadResult } from './overload-plan.js';
import { Crew, trafficBetween } from './support/crew.js';
import { serveGenerator } from './support/generator.js';
import { Latency } from './support/latency.js';
import type { SendRecord } from './support/ledger.js';
import { PHASES, type Traffic } from './support/load-result.js';
import type { Outcome } from './support/one-try.js';
import { OpenLoop } from './support/open-loop.js';
import { Recovery } from './support/recovery.js';
import { MixedTexts } from './support/texts.js';

/** What is normal, as `mixed` has it. */
const NORMAL_MS = 200;

/** More than the machine can do for a while, between two times that it can do with ease. */
class OverloadLoad {
  private readonly plan: OverloadPlan;
  private readonly crew: Crew;
  private readonly random: () => number;
  private readonly texts: MixedTexts;
  private readonly loop: OpenLoop;
  private readonly recovery = new Recovery(NORMAL_MS);
  private readonly refusal = new Latency();
  private heldBack = 0;
  private withoutHint = 0;
  private readonly hints = { least: Infinity, most: 0 };

  constructor(plan: OverloadPlan) {
    this.plan = plan;
    this.random = seededRandom(plan.seed);
    this.texts = new MixedTexts(plan.seed);
    this.loop = new OpenLoop(this.random, (due) => this.send(due));
    const seats = plan.sessions.map((session) => ({ session, follows: true }));
    this.crew = new Crew(plan.address, seats, { told: (record, outcome) => this.told(record, outcome) });
    this.crew.ledger.delivered = (record, ms) => this.recovery.delivered(record.due, ms);
  }

  async run(phase: (name: string) => void): Promise<OverloadResult> {
    const { crew } = this;
    await crew.connect();
    await crew.readHeads();
    phase(PHASES.connected);
    const stopTicking = crew.startTicking();
    const { traffic, worstLagMs } = await this.offer(phase);
    await crew.settle();
    const backToNormalSeconds = this.recovery.seconds();
    stopTicking();
    const result = await crew.account(traffic);
    crew.close();
    return {
      ...result,
      worstLagMs,
      heldBack: this.heldBack,
      refusal: this.refusal.summary(),
      withoutHint: this.withoutHint,
      hintMs: { least: this.heldBack === 0 ? 0 : this.hints.least, most: this.hints.most },
      storedThoughRefused: Math.max(0, result.proof.stored - result.acked),
      backToNormalSeconds,
    };
  }

  private async offer(phase: (name: string) => void): Promise<{ traffic: Traffic; worstLagMs: number }> {
    const { warmUpSeconds, seconds, calmSeconds, calmPerSecond, ratePerSecond } = this.plan;
    const { loop, crew } = this;
    const from = performance.now() + warmUpSeconds * 1_000;
    const to = from + seconds * 1_000;
    crew.ledger.measure(from, to);
    this.recovery.begin(to);
    await loop.warmUp(calmPerSecond, from);
    phase(PHASES.measuring);
    loop.worstLagMs = 0;
    const before = crew.traffic();
    await loop.run(ratePerSecond, to);
    phase(PHASES.measured);
    const found = { traffic: trafficBetween(before, crew.traffic()), worstLagMs: loop.worstLagMs };
    await loop.run(calmPerSecond, to + calmSeconds * 1_000);
    return found;
  }

  private send(due: number): void {
    const sender = this.crew.devices[Math.floor(this.random() * this.crew.devices.length)];
    sender?.sendOnce(this.texts.draw(), due, this.random() < this.plan.groupShare);
  }

  private told(record: SendRecord, { code, hintMs }: Outcome): void {
    const ms = performance.now() - record.due;
    if (code === 'OK') return this.recovery.acked(record.due, ms);
    this.recovery.refused(record.due);
    if (code !== 'BUSY') return;
    if (hintMs === null || hintMs <= 0) this.withoutHint += 1;
    if (!record.measured) return;
    this.heldBack += 1;
    this.refusal.record(ms);
    this.hints.least = Math.min(this.hints.least, hintMs ?? 0);
    this.hints.most = Math.max(this.hints.most, hintMs ?? 0);
  }
}

serveGenerator((plan: OverloadPlan, { phase }) => new OverloadLoad(plan).run(phase));
