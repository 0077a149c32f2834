import { UsageError, type Request } from '../args.js';
import type { BenchReport } from '../bench/report.js';
import { SCENARIOS } from '../scenarios.js';
import { table } from '../table.js';

type Run = (args: string[]) => Promise<BenchReport>;

/** Each loads its own code: a load generator is nothing that the other commands should pay for. */
const LOADS: Record<keyof typeof SCENARIOS, () => Promise<{ run: Run }>> = {
  floor: () => import('../bench/floor.js'),
  mixed: () => import('../bench/mixed.js'),
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
    process.stdout.write(`Usage: ./parley bench ${scenario} [--json] ${SCENARIOS[scenario]}\n`);
    return 0;
  }
  const { run } = await LOADS[scenario]();
  const report = await run(request.args);
  process.stdout.write(request.json ? `${JSON.stringify(report)}\n` : printed(report));
  return report.ok ? 0 : 1;
}

function printed(report: BenchReport): string {
  const parts = (report.tables ?? []).map(({ title, headings, rows }) => `${title}\n${table(headings, rows)}`);
  const rows = report.budgets.map(({ name, value, limit, unit, ok }) => [
    name,
    `${value} ${unit}`,
    `${limit} ${unit}`,
    ok ? 'met' : 'MISSED',
  ]);
  return `${[...parts, table(['budget', '>measured', '>limit', ''], rows)].join('\n')}\n${report.scenario}: ${report.ok ? 'ok' : 'budget missed'}\n`;
}
