import { z } from 'zod';

import type { HotResult } from './hot-plan.js';
import type { BenchTable } from './report.js';
import type { Followed } from './support/follow.js';
import { findingsOf, LoadReportSchema, proofBudgets } from './support/load-report.js';
import { BenchReportSchema, BudgetSchema, rounded } from './support/schema.js';
import { StatementCost } from './support/statement-costs.js';
import { nextLimit } from './shards-limit.js';

/** Statements that are shown of each run. */
const SHOWN = 10;

const Run = LoadReportSchema.pick({
  achievedPerSecond: true,
  ack: true,
  delivery: true,
  proof: true,
  processes: true,
  machine: true,
  transactionsPerSend: true,
  wire: true,
}).extend({
  shards: z.number(),
  /** The dearest, of all shards together, in the measured time. */
  statements: z.array(StatementCost.extend({ microsPerSend: z.number() })),
  statementsPerSend: z.number(),
  /** Messages that one call of the append lane stored, on average. */
  appendBatch: z.number(),
  budgets: z.array(BudgetSchema),
});
export type ShardRun = z.infer<typeof Run>;

/** What `./parley bench shards --json` prints. */
export const ShardsReportSchema = BenchReportSchema.extend({
  scenario: z.literal('shards'),
  install: z.literal('throw-away'),
  options: z.object({
    counts: z.array(z.number()),
    seconds: z.number(),
    warmUpSeconds: z.number(),
    people: z.number(),
    inFlight: z.number(),
  }),
  runs: z.array(Run),
  /** What ended the last run and what would end the next one, in words. */
  limit: z.array(z.string()),
});
export type ShardsReport = z.infer<typeof ShardsReportSchema>;
export type ShardsOptions = ShardsReport['options'];

interface Measured {
  shards: number;
  seconds: number;
  followed: Followed<HotResult>;
  statements: readonly StatementCost[];
}

export function shardRun({ shards, seconds, followed, statements }: Measured): ShardRun {
  const findings = findingsOf(followed, seconds);
  const sends = Math.max(1, followed.result.answered);
  const top = statements.filter(({ topLevel }) => topLevel);
  const appends = top.filter(({ statement }) => /\bappend_messages\b/.test(statement));
  const calls = (of: readonly StatementCost[]): number => of.reduce((sum, one) => sum + one.calls, 0);
  return Run.parse({
    ...findings,
    shards,
    statements: statements.slice(0, SHOWN).map((one) => ({
      ...one,
      milliseconds: rounded(one.milliseconds),
      microsPerSend: rounded((one.milliseconds * 1_000) / sends),
    })),
    statementsPerSend: Number((calls(top) / sends).toFixed(3)),
    appendBatch: calls(appends) === 0 ? 0 : rounded(sends / calls(appends)),
    budgets: proofBudgets(followed.result).map((one) => ({ ...one, name: `${one.name}, ${shards} shards` })),
  });
}

export function shardsReport(options: ShardsOptions, runs: readonly ShardRun[], cores: number): ShardsReport {
  const budgets = runs.flatMap((run) => run.budgets);
  const limit = nextLimit(runs, cores);
  return ShardsReportSchema.parse({
    scenario: 'shards',
    ok: budgets.every(({ ok }) => ok),
    budgets,
    tables: [
      runsTable(runs),
      ...runs.map(statementTable),
      { title: 'What ends it', headings: [''], rows: limit.map((line) => [line]) },
    ],
    install: 'throw-away',
    options,
    runs,
    limit,
  });
}

function runsTable(runs: readonly ShardRun[]): BenchTable {
  const micros = ({ processes }: ShardRun, which: RegExp): number =>
    processes.reduce((sum, { name, microsPerSend = 0 }) => sum + (which.test(name) ? microsPerSend : 0), 0);
  return {
    title: 'Sends by number of shards',
    headings: [
      '>shards',
      '>sends/s',
      '>ack p50, ms',
      '>p99',
      '>messages an append',
      '>statements a send',
      '>µs a send: server',
      '>all shards',
      '>load generator',
      '>others, cores',
    ],
    rows: runs.map((run) => [
      String(run.shards),
      String(run.achievedPerSecond),
      String(rounded(run.ack.p50)),
      String(rounded(run.ack.p99)),
      String(run.appendBatch),
      String(run.statementsPerSend),
      String(rounded(micros(run, /^(server|gateway|logic|worker)/))),
      String(rounded(micros(run, /^shard-/))),
      String(rounded(micros(run, /^load generator$/))),
      run.machine.others.toFixed(2),
    ]),
  };
}

function statementTable({ shards, statements }: ShardRun): BenchTable {
  return {
    title: `Statements, ${shards === 1 ? 'one shard' : `${shards} shards`}`,
    headings: ['', 'called', '>calls', '>rows', '>µs a send'],
    rows: statements.map(({ statement, topLevel, calls, rows, microsPerSend }) => [
      statement.length > 72 ? `${statement.slice(0, 71)}…` : statement,
      topLevel ? 'by the server' : 'within a function',
      String(calls),
      String(rows),
      String(microsPerSend),
    ]),
  };
}
