import type { DrainPlan, DrainResult } from './drain-plan.js';
import { serveGenerator, type Bench } from './support/generator.js';
import { MixedCrew } from './support/mixed-crew.js';

function run(plan: DrainPlan, { phase, goAhead }: Bench): Promise<DrainResult> {
  const mixed = new MixedCrew(plan);
  return mixed.through(plan, {
    phase,
    begin: () => {
      let restarted = false;
      void goAhead().then(() => {
        restarted = true;
      });
      return () => restarted;
    },
    findings: () => ({ ends: mixed.crew.ends }),
  });
}

serveGenerator(run);
