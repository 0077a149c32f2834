import { setTimeout as sleep } from 'node:timers/promises';

import type { IdlePlan, IdleResult } from './idle-plan.js';
import { Crew, trafficBetween } from './support/crew.js';
import { serveGenerator, type Bench } from './support/generator.js';
import { PHASES } from './support/load-result.js';

/** Connections that do nothing but be there: they beat, and answer pings. */
async function load(plan: IdlePlan, { phase, goAhead }: Bench): Promise<IdleResult> {
  const crew = new Crew(
    plan.address,
    plan.sessions.map((session) => ({ session, follows: true })),
    plan,
  );
  // From the first one on: connecting many takes longer than a gateway keeps one that doesn't beat.
  const stopTicking = crew.startTicking();
  await crew.connect();
  phase(PHASES.connected);
  await sleep(plan.settleSeconds * 1_000);
  phase(PHASES.measuring);
  const before = crew.traffic();
  await sleep(plan.seconds * 1_000);
  // Before memory is read: collecting garbage takes as long again, and they beat on.
  const traffic = trafficBetween(before, crew.traffic());
  phase(PHASES.measured);
  // Memory is read with all connections open.
  await goAhead();
  stopTicking();
  const { connected, connectSeconds, trouble } = crew.state();
  crew.close();
  return { connected, connectSeconds, traffic, trouble };
}

serveGenerator(load);
