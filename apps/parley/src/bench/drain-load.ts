import type { DrainPlan, DrainResult } from './drain-plan.js';
import { trafficBetween } from './support/crew.js';
import { serveGenerator, type Bench } from './support/generator.js';
import { PHASES } from './support/load-result.js';
import { MixedCrew } from './support/mixed-crew.js';

/** How often it is looked whether everything is restarted, and how long it goes on then. */
const SLICE_MS = 250;
const AFTER_MS = 3_000;

async function run(plan: DrainPlan, { phase, goAhead }: Bench): Promise<DrainResult> {
  const { crew, loop } = new MixedCrew(plan);
  const { ratePerSecond } = plan;
  await crew.connect();
  await crew.readHeads();
  phase(PHASES.connected);
  const stopTicking = crew.startTicking();
  await loop.run(ratePerSecond, performance.now() + plan.warmUpSeconds * 1_000);
  const from = performance.now();
  crew.ledger.measure(from, Infinity);
  loop.worstLagMs = 0;
  const before = crew.traffic();
  phase(PHASES.measuring);
  let restarted = false;
  void goAhead().then(() => {
    restarted = true;
  });
  while (!restarted) await loop.run(ratePerSecond, performance.now() + SLICE_MS);
  await loop.run(ratePerSecond, performance.now() + AFTER_MS);
  const to = performance.now();
  crew.ledger.measure(from, to);
  phase(PHASES.measured);
  const traffic = trafficBetween(before, crew.traffic());
  await crew.settle();
  stopTicking();
  const { ends } = crew;
  const result = await crew.account(traffic);
  crew.close();
  return { ...result, worstLagMs: loop.worstLagMs, measuredSeconds: (to - from) / 1_000, ends };
}

serveGenerator(run);
