import { seededRandom } from '../floor-profile.js';
import type { MixedPlan, MixedResult } from '../mixed-plan.js';
import { Crew, trafficBetween } from './crew.js';
import { PHASES } from './load-result.js';
import { OpenLoop } from './open-loop.js';
import { MixedTexts } from './texts.js';

/** How long is sent between two looks whether it is over, and how long it goes on then. */
const SLICE_MS = 250;
const AFTER_MS = 3_000;

type Event<F> = {
  phase: (name: string) => void;
  /** Begun when the measured time begins; whether it is over. */
  begin: () => () => boolean;
  /** Told when it is over, before the rest of the measured time. */
  ended?: () => void;
  /** What else was found, while everybody is still there. */
  findings: () => F;
};

/** A crew that sends as `mixed` does, for as long as it is told to. */
export class MixedCrew {
  readonly crew: Crew;
  readonly loop: OpenLoop;
  private readonly random: () => number;
  private readonly texts: MixedTexts;
  private readonly plan: Pick<MixedPlan, 'groupShare'>;

  constructor(plan: Pick<MixedPlan, 'address' | 'sessions' | 'seed' | 'groupShare'>) {
    this.plan = plan;
    this.random = seededRandom(plan.seed);
    this.texts = new MixedTexts(plan.seed);
    this.loop = new OpenLoop(this.random, (due) => this.send(due));
    this.crew = new Crew(
      plan.address,
      plan.sessions.map((session) => ({ session, follows: true })),
    );
  }

  /** Sends at a rate while something happens, and a while longer; then everything is read back. */
  async through<F>(
    { ratePerSecond, warmUpSeconds }: Pick<MixedPlan, 'ratePerSecond' | 'warmUpSeconds'>,
    { phase, begin, ended, findings }: Event<F>,
  ): Promise<MixedResult & { measuredSeconds: number } & F> {
    const { crew, loop } = this;
    await crew.connect();
    await crew.readHeads();
    phase(PHASES.connected);
    const stopTicking = crew.startTicking();
    await loop.warmUp(ratePerSecond, performance.now() + warmUpSeconds * 1_000);
    const from = performance.now();
    crew.ledger.measure(from, Infinity);
    loop.worstLagMs = 0;
    const before = crew.traffic();
    phase(PHASES.measuring);
    const isOver = begin();
    while (!isOver()) await loop.run(ratePerSecond, performance.now() + SLICE_MS);
    ended?.();
    await loop.run(ratePerSecond, performance.now() + AFTER_MS);
    const to = performance.now();
    crew.ledger.measure(from, to);
    phase(PHASES.measured);
    const traffic = trafficBetween(before, crew.traffic());
    await crew.settle();
    stopTicking();
    const result = await crew.account(traffic);
    const found = findings();
    crew.close();
    return { ...result, ...found, worstLagMs: loop.worstLagMs, measuredSeconds: (to - from) / 1_000 };
  }

  private send(due: number): void {
    const sender = this.crew.devices[Math.floor(this.random() * this.crew.devices.length)];
    const text = this.texts.draw();
    // Drawn in any case, so that the same seed draws the same senders.
    const toGroup = this.random() < this.plan.groupShare;
    if (!toGroup || sender?.sendToGroup(text, due) !== true) sender?.send(text, due);
  }
}
