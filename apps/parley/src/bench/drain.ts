import type { DrainPlan, DrainResult } from './drain-plan.js';
import { drainReport, type DrainReport, type Restart } from './drain-report.js';
import { followMeanwhile } from './support/follow-meanwhile.js';
import { withInterrupt } from './support/interrupt.js';
import { benchOptions, pairedOption, targetChoice, wholeOption } from './support/options.js';
import { rounded } from './support/schema.js';
import { withTarget, type Target } from './support/target.js';

export interface DrainOptions {
  ratePerSecond: number;
  warmUpSeconds: number;
  users: number;
  seed: number;
  groupPercent: number;
}

/** Two of what people wait for: while one is away the other is there. */
const SHAPE = 'gateway=2,logic=2,worker=1';

/**
 * `./parley bench drain [--rate 1000] [--warm-up 5] [--users 10000] [--seed 1] [--groups 10] [--processes gateway=2,logic=2,worker=1]`:
 * every process of the server is restarted, one after the other, while people talk. On a throw-away install, as it ends processes.
 */
export async function run(args: string[]): Promise<DrainReport> {
  const values = benchOptions(args, {
    rate: { type: 'string', default: '1000' },
    'warm-up': { type: 'string', default: '5' },
    users: { type: 'string', default: '10000' },
    seed: { type: 'string', default: '1' },
    groups: { type: 'string', default: '10' },
    processes: { type: 'string', default: SHAPE },
  });
  const users = pairedOption(values, 'users');
  const options: DrainOptions = {
    ratePerSecond: wholeOption(values, 'rate', { least: 1, most: 100_000 }),
    warmUpSeconds: wholeOption(values, 'warm-up', { least: 0, most: 600 }),
    seed: wholeOption(values, 'seed', { least: 0, most: 2 ** 31 }),
    groupPercent: wholeOption(values, 'groups', { least: 0, most: 100 }),
    users,
  };
  const choice = targetChoice({ running: false, processes: values.processes });
  return withInterrupt((interrupted) =>
    withTarget({ ...choice, interrupted }, async (target) => {
      const sessions = await Promise.race([target.cli.mintSessions(users, 'with groups'), interrupted]);
      const groupShare = options.groupPercent / 100;
      const plan: DrainPlan = { ...options, address: target.address, sessions, groupShare };
      const restarts: Restart[] = [];
      const followed = await followMeanwhile<DrainResult>(
        target,
        { module: '../drain-load.js', plan, interrupted },
        async (run) => {
          await restartAll(target, restarts);
          run.goOn();
        },
      );
      return drainReport(options, target, { ...followed, restarts });
    }),
  );
}

/** What people hold on to first. */
async function restartAll(target: Target, restarts: Restart[]): Promise<void> {
  const names = target.processes().map(({ name }) => name);
  for (const role of ['gateway', 'logic', 'worker']) {
    for (const name of names.filter((one) => one.startsWith(`${role}-`))) {
      const began = performance.now();
      await target.restart(name, 'SIGTERM');
      const seconds = rounded((performance.now() - began) / 1_000);
      process.stderr.write(`      ${name}: up again after ${seconds} s\n`);
      restarts.push({ name, seconds });
    }
  }
}

if (import.meta.main) {
  const report = await run(process.argv.slice(2));
  process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
  process.exitCode = report.ok ? 0 : 1;
}
