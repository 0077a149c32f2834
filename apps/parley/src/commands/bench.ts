import { UsageError, type Request } from '../args.js';
import type { BenchReport } from '../bench/report.js';
import { table } from '../table.js';

interface Scenario {
  options: string;
  /** Each loads its own code: a load generator is nothing that the other commands should pay for. */
  load: () => Promise<{ run: (args: string[]) => Promise<BenchReport> }>;
}

const SCENARIOS: Record<string, Scenario> = {
  floor: {
    options: '[--rate 4500] [--seconds 15] [--users 10000]',
    load: () => import('../bench/floor.js'),
  },
  mixed: {
    options:
      '[--rate 2000] [--seconds 30] [--warm-up 5] [--users 10000] [--connections N] [--seed 1] [--groups 10] [--running | --processes ...]',
    load: () => import('../bench/mixed.js'),
  },
  hot: {
    options: '[--seconds 20] [--warm-up 5] [--connections 40] [--in-flight 32] [--running | --processes ...]',
    load: () => import('../bench/hot.js'),
  },
  fanout: {
    options:
      '[--members 2000] [--open 100] [--deliveries 15000] [--seconds 20] [--warm-up 5] [--running | --processes ...]',
    load: () => import('../bench/fanout.js'),
  },
  idle: {
    options: '[--connections 5000] [--settle 60] [--seconds 30] [--running | --processes ...]',
    load: () => import('../bench/idle.js'),
  },
  chatlist: {
    options: '[--conversations 5000] [--running | --processes ...]',
    load: () => import('../bench/chatlist.js'),
  },
  receipts: {
    options: '[--members 2000] [--rounds 10] [--running | --processes ...]',
    load: () => import('../bench/receipts.js'),
  },
  presence: {
    options: '[--users 10000] [--seconds 30] [--leaving 100] [--screen 30] [--running | --processes ...]',
    load: () => import('../bench/presence.js'),
  },
  sync: {
    options: '[--missed 10000] [--conversations 1000] [--running | --processes ...]',
    load: () => import('../bench/sync.js'),
  },
};

/** Exit 1 when a budget is missed. */
export async function bench(request: Extract<Request, { command: 'bench' }>): Promise<number> {
  const scenario = SCENARIOS[request.scenario];
  if (scenario === undefined) {
    throw new UsageError(`no scenario ${request.scenario}; there are: ${Object.keys(SCENARIOS).join(', ')}`);
  }
  if (request.args.some((arg) => arg === '--help' || arg === '-h')) {
    process.stdout.write(`Usage: ./parley bench ${request.scenario} [--json] ${scenario.options}\n`);
    return 0;
  }
  const { run } = await scenario.load();
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
