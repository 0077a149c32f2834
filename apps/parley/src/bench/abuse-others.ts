import { AFTER_SECONDS, ABUSING, CALM_SECONDS, type OthersPlan, type OthersResult, type Times } from './abuse-plan.js';
import { serveGenerator, type Bench } from './support/generator.js';
import { Latency } from './support/latency.js';
import type { SendRecord } from './support/ledger.js';
import { MixedCrew } from './support/mixed-crew.js';
import { NewcomerWatch } from './support/newcomer-watch.js';

/** What somebody who does nothing wrong sees, before, during and after. */
class Span {
  readonly ack = new Latency();
  readonly delivery = new Latency();

  times(): Times {
    return { ack: this.ack.summary(), delivery: this.delivery.summary() };
  }
}

/** People who talk while somebody else does harm. */
class Others extends MixedCrew {
  private readonly spans = { before: new Span(), during: new Span(), after: new Span() };
  private readonly newcomers: NewcomerWatch;
  private readonly others: OthersPlan;
  private began = Infinity;
  private ended = Infinity;

  constructor(plan: OthersPlan) {
    super(plan);
    this.others = plan;
    this.newcomers = new NewcomerWatch(plan.address, plan.newcomer);
    this.crew.ledger.acknowledged = (record, ms) => this.spanOf(record)?.ack.record(ms);
    this.crew.ledger.delivered = (record, ms) => this.spanOf(record)?.delivery.record(ms);
  }

  run(bench: Bench): Promise<OthersResult> {
    return this.through(this.others, {
      phase: bench.phase,
      begin: () => this.begin(bench),
      ended: () => this.newcomers.stop(),
      findings: () => ({
        before: this.spans.before.times(),
        during: this.spans.during.times(),
        after: this.spans.after.times(),
        newcomers: this.newcomers.found(),
      }),
    });
  }

  private begin(bench: Bench): () => boolean {
    const from = performance.now();
    void bench.goAhead().then(() => {
      this.ended = performance.now();
    });
    return () => {
      const now = performance.now();
      if (this.began === Infinity && now >= from + CALM_SECONDS * 1_000) {
        this.began = now;
        this.newcomers.start();
        bench.phase(ABUSING);
      }
      return now >= this.ended + AFTER_SECONDS * 1_000;
    };
  }

  /** By when it was due; what was due before the measured time is none of it. */
  private spanOf({ due, measured }: SendRecord): Span | null {
    if (!measured) return null;
    if (due >= this.ended) return this.spans.after;
    return due >= this.began ? this.spans.during : this.spans.before;
  }
}

serveGenerator((plan: OthersPlan, bench) => new Others(plan).run(bench));
