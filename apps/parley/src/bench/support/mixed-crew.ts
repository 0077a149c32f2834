import { seededRandom } from '../floor-profile.js';
import type { MixedPlan } from '../mixed-plan.js';
import { Crew } from './crew.js';
import { OpenLoop } from './open-loop.js';
import { MixedTexts } from './texts.js';

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

  private send(due: number): void {
    const sender = this.crew.devices[Math.floor(this.random() * this.crew.devices.length)];
    const text = this.texts.draw();
    // Drawn in any case, so that the same seed draws the same senders.
    const toGroup = this.random() < this.plan.groupShare;
    if (!toGroup || sender?.sendToGroup(text, due) !== true) sender?.send(text, due);
  }
}
