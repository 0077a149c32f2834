import { readFileSync } from 'node:fs';

import { UsageError, type Request } from '../args.js';
import { madeHere } from '../bench/made.js';
import { ofFloor } from '../bench/of-floor.js';
import type { BenchReport } from '../bench/report.js';
import type { AnyReport } from '../bench/reports.js';
import type { Bare, FloorReportSchema } from '../bench/floor-report.js';
import { Failure } from '../bootstrap/failure.js';
import { SCENARIOS } from '../scenarios.js';
import { table } from '../table.js';

type Run = (args: string[]) => Promise<AnyReport>;

/** Each loads its own code: a load generator is nothing that the other commands should pay for. */
const LOADS: Record<keyof typeof SCENARIOS, () => Promise<{ run: Run }>> = {
  floor: () => import('../bench/floor.js'),
  mixed: () => import('../bench/mixed.js'),
  overload: () => import('../bench/overload.js'),
  drain: () => import('../bench/drain.js'),
  herd: () => import('../bench/herd.js'),
  hot: () => import('../bench/hot.js'),
  fanout: () => import('../bench/fanout.js'),
  idle: () => import('../bench/idle.js'),
  chatlist: () => import('../bench/chatlist.js'),
  receipts: () => import('../bench/receipts.js'),
  presence: () => import('../bench/presence.js'),
  sync: () => import('../bench/sync.js'),
  startup: () => import('../bench/startup.js'),
  soak: () => import('../bench/soak.js'),
  shards: () => import('../bench/shards.js'),
  peer: () => import('../bench/peer.js'),
  abuse: () => import('../bench/abuse.js'),
  web: () => import('../bench/web.js'),
};

function isScenario(name: string): name is keyof typeof SCENARIOS {
  return Object.hasOwn(SCENARIOS, name);
}

/** Exit 1 when a budget is missed. */
export async function bench(request: Extract<Request, { command: 'bench' }>): Promise<number> {
  const { scenario } = request;
  if (scenario === 'compare') return (await import('./bench-compare.js')).benchCompare(request);
  if (!isScenario(scenario)) {
    throw new UsageError(`no scenario ${scenario}; there are: ${Object.keys(SCENARIOS).join(', ')}`);
  }
  if (request.args.some((arg) => arg === '--help' || arg === '-h')) {
    process.stdout.write(`Usage: ./parley bench ${scenario} [--json] [--floor floor.json] ${SCENARIOS[scenario]}\n`);
    return 0;
  }
  const { args, floor } = withoutFloor(request.args);
  const { REPORTS } = await import('../bench/reports.js');
  // Looked at before the run: a file that is none must not be found out after it.
  const bare = floor === undefined ? undefined : bareIn(floor, REPORTS.floor);
  const { run } = await LOADS[scenario]();
  const made = madeHere(new Date());
  const found = await run(args);
  // What is printed is what the one schema of all reports says.
  const report: BenchReport = REPORTS[scenario].parse({
    ...found,
    made,
    ...(bare === undefined ? {} : { ofFloor: ofFloor(found, bare) }),
  });
  process.stdout.write(request.json ? `${JSON.stringify(report)}\n` : printed(report));
  if (request.json && !report.ok) process.stderr.write(`parley: ${verdictOf(report)}\n`);
  return report.ok ? 0 : 1;
}

/** `--floor <file>` of any scenario: what `bench floor --json` has printed on this machine. */
function withoutFloor(args: readonly string[]): { args: string[]; floor?: string } {
  const at = args.indexOf('--floor');
  if (at < 0) return { args: [...args] };
  const file = args[at + 1];
  if (file === undefined) throw new UsageError('--floor: name a file that ./parley bench floor --json has printed');
  return { args: args.toSpliced(at, 2), floor: file };
}

function bareIn(file: string, schema: typeof FloorReportSchema): Bare {
  try {
    return schema.parse(JSON.parse(readFileSync(file, 'utf8'))).bare;
  } catch {
    throw new Failure(`${file} is not what ./parley bench floor --json prints`);
  }
}

function printed(report: BenchReport): string {
  const { budgets, tables, ofFloor: fractions } = report;
  const parts = tables.map(({ title, headings, rows }) => `${title}\n${table(headings, rows)}`);
  if (fractions !== undefined && fractions.length > 0) {
    const rows = fractions.map(({ name, measured, floor, unit, fraction }) => [
      name,
      `${measured} ${unit}`,
      `${floor} ${unit}`,
      fraction.toFixed(2),
    ]);
    parts.push(`Beside the floor\n${table(['', '>Parley', '>floor', '>fraction'], rows)}`);
  }
  const rows = budgets.map(({ name, value, limit, unit, ok: met }) => [
    name,
    `${value} ${unit}`,
    `${limit} ${unit}`,
    met ? 'met' : 'MISSED',
  ]);
  return `${[...parts, table(['budget', '>measured', '>limit', ''], rows)].join('\n')}\n${verdictOf(report)}\n`;
}

function verdictOf({ scenario, ok, budgets }: BenchReport): string {
  const missed = budgets.flatMap((one) => (one.ok ? [] : one.name));
  return `${scenario}: ${ok ? 'ok' : `missed: ${missed.join(', ')}`}`;
}
