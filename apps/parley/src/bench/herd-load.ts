import { BACK, type HerdPlan, type HerdResult } from './herd-plan.js';
import type { Crew } from './support/crew.js';
import { serveGenerator, type Bench } from './support/generator.js';
import { MixedCrew } from './support/mixed-crew.js';

const LOOK_MS = 50;
/** Longer than the budget: it is measured how far it was missed. */
const PATIENCE_MS = 90_000;

function run(plan: HerdPlan, { phase, goAhead }: Bench): Promise<HerdResult> {
  const mixed = new MixedCrew(plan);
  const herd = new Herd(mixed.crew);
  return mixed.through(plan, {
    phase,
    begin: () => {
      void goAhead().then(() => herd.begin());
      return () => herd.isOver;
    },
    ended: () => phase(BACK),
    findings: () => herd.findings(),
  });
}

/** Watches devices lose their gateway and come back. */
class Herd {
  private readonly crew: Crew;
  private beganAt: number | null = null;
  private backAt: number | null = null;
  private over = false;

  constructor(crew: Crew) {
    this.crew = crew;
  }

  get isOver(): boolean {
    return this.over;
  }

  /** The gateway is being killed at this moment. */
  begin(): void {
    this.beganAt = performance.now();
    const timer = setInterval(() => {
      if (!this.look()) return;
      this.over = true;
      clearInterval(timer);
    }, LOOK_MS);
  }

  findings(): Pick<HerdResult, 'dropped' | 'backSeconds' | 'sessionsLost' | 'turnedAway' | 'unreachable'> {
    const { trouble } = this.crew.state();
    const of = (start: string): number =>
      Object.entries(trouble).reduce((sum, [reason, count]) => (reason.startsWith(start) ? sum + count : sum), 0);
    const away = this.crew.devices.filter((device) => !device.isConnected).length;
    return {
      dropped: this.crew.ends.untold + this.crew.ends.told,
      backSeconds: this.backAt === null ? null : (this.backAt - (this.beganAt ?? 0)) / 1_000,
      sessionsLost: away + of('refused:'),
      turnedAway: of('upgrade refused: HTTP/1.1 503'),
      unreachable: of('connect ') + of('read ') + of('closed'),
    };
  }

  /** True: there is nothing more to wait for. */
  private look(): boolean {
    const now = performance.now();
    // Before the first one noticed, nobody is missing.
    if (this.crew.ends.untold > 0 && this.crew.devices.every((device) => device.isBack)) {
      this.backAt = now;
      return true;
    }
    return now - (this.beganAt ?? 0) > PATIENCE_MS;
  }
}

serveGenerator(run);
