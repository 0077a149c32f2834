import { availableParallelism } from 'node:os';

import { UsageError } from '../args.js';
import type { HotPlan, HotResult } from './hot-plan.js';
import { shardRun, shardsReport, type ShardRun, type ShardsOptions, type ShardsReport } from './shards-report.js';
import { followGenerator } from './support/follow.js';
import { withInterrupt, type Interrupted } from './support/interrupt.js';
import { benchOptions, processesChoice, wholeOption } from './support/options.js';
import { readStatementCosts, resetStatementCosts, type StatementCost } from './support/statement-costs.js';
import { withTarget, type Target } from './support/target.js';

const MOST_SHARDS = 16;

/**
 * `./parley bench shards [--count 1,2,4] [--seconds 15] [--warm-up 5] [--people 400] [--in-flight 8] [--processes …]`: the same people, two
 * and two in a direct chat and each with so many sends unanswered, on one shard, on two, on four: what is stored a second, what each
 * statement takes, and what ends it.
 */
export async function run(args: string[]): Promise<ShardsReport> {
  const values = benchOptions(args, {
    count: { type: 'string', default: '1,2,4' },
    seconds: { type: 'string', default: '15' },
    'warm-up': { type: 'string', default: '5' },
    people: { type: 'string', default: '400' },
    'in-flight': { type: 'string', default: '8' },
    processes: { type: 'string' },
  });
  const options: ShardsOptions = {
    counts: countsOf(values.count),
    seconds: wholeOption(values, 'seconds', { least: 1, most: 3_600 }),
    warmUpSeconds: wholeOption(values, 'warm-up', { least: 0, most: 600 }),
    // Two share a conversation.
    people: 2 * Math.ceil(wholeOption(values, 'people', { least: 2, most: 10_000 }) / 2),
    inFlight: wholeOption(values, 'in-flight', { least: 1, most: 32 }),
  };
  const choice = processesChoice(values.processes);
  return withInterrupt(async (interrupted) => {
    const runs: ShardRun[] = [];
    for (const shards of options.counts) {
      process.stderr.write(`      ${shards === 1 ? 'one shard' : `${shards} shards`}\n`);
      runs.push(
        await withTarget({ running: false, ...choice, shards, interrupted }, (target) =>
          measure(target, options, interrupted),
        ),
      );
    }
    return shardsReport(options, runs, availableParallelism());
  });
}

async function measure(target: Target, options: ShardsOptions, interrupted: Interrupted): Promise<ShardRun> {
  const sessions = await Promise.race([target.cli.mintSessions(options.people), interrupted]);
  const { seconds, warmUpSeconds, people: connections, inFlight } = options;
  const plan: HotPlan = { address: target.address, sessions, connections, inFlight, warmUpSeconds, seconds };
  let statements: StatementCost[] = [];
  const followed = await followGenerator<HotResult>(target, {
    module: '../hot-load.js',
    plan,
    interrupted,
    begins: () => resetStatementCosts(target.clusters),
    ends: async () => {
      statements = await readStatementCosts(target.clusters);
    },
  });
  return shardRun({ shards: target.clusters.length, seconds, followed, statements });
}

function countsOf(given: string): number[] {
  const counts = given.split(',').map(Number);
  if (counts.every((count) => Number.isInteger(count) && count >= 1 && count <= MOST_SHARDS)) return counts;
  throw new UsageError(`--count: give whole numbers from 1 to ${MOST_SHARDS}, as in 1,2,4`);
}

if (import.meta.main) {
  const report = await run(process.argv.slice(2));
  process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
  process.exitCode = report.ok ? 0 : 1;
}
