import { logPath } from '../supervisor/log-file.js';
import type { IdlePlan, IdleResult } from './idle-plan.js';
import { idleReport, type IdleOptions, type IdleReport } from './idle-report.js';
import { OPENED_PER_SECOND } from './support/connect.js';
import { followGenerators } from './support/follow.js';
import { collectGarbage } from './support/garbage.js';
import { withInterrupt, type Interrupted } from './support/interrupt.js';
import { benchOptions, targetChoice, targetOptions, wholeOption, type TargetChoice } from './support/options.js';
import { residentBytes } from './support/processes.js';
import { withTarget, type Target } from './support/target.js';

/**
 * `./parley bench idle [--connections 5000] [--settle 60] [--seconds 30] [--running | --processes …]`: signed-in
 * devices that only beat, over as many gateways as their descriptors ask for. What the gateways' memory grew by, garbage collected, and the CPU of being there. On a stack of its
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
  const choice = { ...(values.running ? {} : shapeFor(options.connections)), ...targetChoice(values) };
  return withInterrupt((interrupted) =>
    withTarget({ ...choice, interrupted }, (target) => measure(target, options, interrupted)),
  );
}

async function measure(target: Target, options: IdleOptions, interrupted: Interrupted): Promise<IdleReport> {
  const minted = await Promise.race([target.cli.mintSessions(Math.max(2, options.connections)), interrupted]);
  const before = await Promise.race([gatewayMemory(target), interrupted]);
  const sessions = minted.slice(0, options.connections);
  const count = processesFor(options.connections);
  const each = Math.ceil(options.connections / count);
  const connectsPerSecond = OPENED_PER_SECOND / count;
  const plans = Array.from({ length: count }, (_, at): IdlePlan => {
    const from = at * each;
    const mine = sessions.slice(from, from + each);
    return { address: target.address, ...options, sessions: mine, from, connectsPerSecond };
  });
  let after = before;
  const ends = async (): Promise<void> => {
    after = await gatewayMemory(target);
  };
  const followed = await followGenerators<IdleResult>(target, { module: '../idle-load.js', plans, interrupted, ends });
  return idleReport(options, target, { ...followed, before, after });
}

/** Connections of one process, on either side: it may open 20,000 files by default, and needs some for itself. */
const PER_PROCESS = 18_000;

function processesFor(connections: number): number {
  return Math.max(1, Math.ceil(connections / PER_PROCESS));
}

/** What one process may not hold is spread over several gateways. */
function shapeFor(connections: number): Pick<TargetChoice, 'processes'> {
  const gateway = processesFor(connections);
  return gateway === 1 ? {} : { processes: { gateway, logic: 1, worker: 1 } };
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
    if ((await collectGarbage(pid, logPath(target.logs, name))) === undefined) return { asItIs };
  }
  return { asItIs, withoutGarbage: resident() };
}

if (import.meta.main) {
  const report = await run(process.argv.slice(2));
  process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
  process.exitCode = report.ok ? 0 : 1;
}
