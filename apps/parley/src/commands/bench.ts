import { UsageError, type Request } from '../args.js';
import type { BenchReport } from '../bench/report.js';
import { table } from '../table.js';

/** Each loads its own code: a load generator is nothing that the other commands should pay for. */
const SCENARIOS: Record<string, () => Promise<{ run: (args: string[]) => Promise<BenchReport> }>> = {
  floor: () => import('../bench/floor.js'),
  mixed: () => import('../bench/mixed.js'),
  hot: () => import('../bench/hot.js'),
  idle: () => import('../bench/idle.js'),
};

/** Exit 1 when a budget is missed. */
export async function bench(request: Extract<Request, { command: 'bench' }>): Promise<number> {
  const load = SCENARIOS[request.scenario];
  if (load === undefined) {
    throw new UsageError(`no scenario ${request.scenario}; there are: ${Object.keys(SCENARIOS).join(', ')}`);
  }
  const { run } = await load();
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
