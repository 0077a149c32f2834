import { logPath } from '../supervisor/log-file.js';
import type { IdlePlan, IdleResult } from './idle-plan.js';
import { idleReport, type IdleOptions, type IdleReport } from './idle-report.js';
import { followGenerator } from './support/follow.js';
import { collectGarbage } from './support/garbage.js';
import { withInterrupt, type Interrupted } from './support/interrupt.js';
import { benchOptions, targetChoice, targetOptions, wholeOption } from './support/options.js';
import { residentBytes } from './support/processes.js';
import { withTarget, type Target } from './support/target.js';

/**
 * `./parley bench idle [--connections 5000] [--settle 60] [--seconds 30] [--running | --processes …]`: signed-in
 * devices that only beat. What the gateways' memory grew by, garbage collected, and the CPU of being there. On a stack of its
 * own: a process that has worked grows into memory that it already has, so there the figure means little.
 */
export async function run(args: string[]): Promise<IdleReport> {
  const values = benchOptions(args, {
    connections: { type: 'string', default: '5000' },
    settle: { type: 'string', default: '60' },
    seconds: { type: 'string', default: '30' },
    ...targetOptions,
  });
  const options = {
    connections: wholeOption(values, 'connections', { least: 1, most: 100_000 }),
    settleSeconds: wholeOption(values, 'settle', { least: 1, most: 3_600 }),
    seconds: wholeOption(values, 'seconds', { least: 1, most: 3_600 }),
  };
  const choice = targetChoice(values);
  return withInterrupt((interrupted) =>
    withTarget({ ...choice, interrupted }, (target) => measure(target, options, interrupted)),
  );
}

async function measure(target: Target, options: IdleOptions, interrupted: Interrupted): Promise<IdleReport> {
  const minted = await Promise.race([target.cli.mintSessions(Math.max(2, options.connections)), interrupted]);
  const before = await Promise.race([gatewayMemory(target), interrupted]);
  const sessions = minted.slice(0, options.connections);
  const plan: IdlePlan = { address: target.address, sessions, ...options };
  let after = before;
  const ends = async (): Promise<void> => {
    after = await gatewayMemory(target);
  };
  const generator = { module: '../idle-load.js', plan, interrupted, ends };
  const followed = await followGenerator<IdleResult>(target, generator);
  return idleReport(options, target, { ...followed, before, after });
}

export interface GatewayMemory {
  /** Resident bytes of every process that holds connections. */
  asItIs: number;
  /** The same without garbage; undefined where we may not touch the process. */
  withoutGarbage?: number;
}

async function gatewayMemory(target: Target): Promise<GatewayMemory> {
  const gateways = target.processes().filter(({ name }) => name === 'server' || name.startsWith('gateway-'));
  const resident = (): number => gateways.reduce((sum, { pid }) => sum + residentBytes(pid), 0);
  const asItIs = resident();
  // The inspector of an install that people use stays closed.
  if (target.kind === 'running') return { asItIs };
  for (const { name, pid } of gateways) {
    if (!(await collectGarbage(pid, logPath(target.logs, name)))) return { asItIs };
  }
  return { asItIs, withoutGarbage: resident() };
}

if (import.meta.main) {
  const report = await run(process.argv.slice(2));
  process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
  process.exitCode = report.ok ? 0 : 1;
}
