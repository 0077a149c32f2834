import { setTimeout as sleep } from 'node:timers/promises';

import { startGenerator, type GeneratorRun } from './generator.js';
import type { Followed, Generator } from './follow.js';
import { PHASES } from './load-result.js';
import { ProcessMeter } from './process-meter.js';
import { machineBetween, usesBetween, type Watched } from './processes.js';
import { readTransactions } from './statements.js';
import type { Measurable } from './target.js';

/** Backends tell of their transactions about a second late. */
const REPORT_DELAY_MS = 1_500;

/** A load generator beside which something is done to what is measured; `meanwhile` lets it go on. */
export async function followMeanwhile<R>(
  target: Measurable,
  { module, plan, interrupted }: Generator,
  meanwhile: (run: GeneratorRun<R>) => Promise<void>,
): Promise<Followed<R>> {
  const run = startGenerator<R>(module, plan);
  const watched = (): Watched[] => [...target.processes(), { name: 'load generator', pid: run.pid }];
  const meter = new ProcessMeter(watched);
  const work = async (): Promise<Followed<R>> => {
    await run.reached(PHASES.connected);
    process.stderr.write('      all are connected\n');
    const ended = await readTransactions(target.databases);
    await run.reached(PHASES.measuring);
    const before = meter.read();
    process.stderr.write('      measuring\n');
    await meanwhile(run);
    await run.reached(PHASES.measured);
    const after = meter.read();
    const processes = usesBetween(watched(), before, after);
    process.stderr.write('      measured; reading everything back\n');
    const result = await run.result;
    await sleep(REPORT_DELAY_MS);
    const now = await readTransactions(target.databases);
    const transactions = Object.fromEntries(
      target.databases.map(({ name }) => [name, (now.get(name) ?? 0) - (ended.get(name) ?? 0)]),
    );
    return { result, processes, machine: machineBetween(before, after), transactions };
  };
  try {
    return await Promise.race([work(), interrupted]);
  } finally {
    meter.stop();
    await run.stop();
  }
}
