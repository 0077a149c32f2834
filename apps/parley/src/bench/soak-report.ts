import { z } from 'zod';

import type { MixedResult } from './mixed-plan.js';
import type { BenchTable } from './report.js';
import type { Followed } from './support/follow.js';
import { growthPercent, type Sampled } from './support/growth.js';
import { findingsOf, LoadReportSchema, loadTables, proofBudgets } from './support/load-report.js';
import { atLeast, atMost, rounded } from './support/schema.js';

const GROWTH_PERCENT = 5;

const Sample = z.object({
  /** In seconds, by the bench's own clock. */
  at: z.number(),
  memory: z.array(
    z.object({
      name: z.string(),
      /** Resident after a forced collection; of a store what it holds for itself. */
      bytes: z.number(),
      processes: z.number(),
      heapUsed: z.number().optional(),
      external: z.number().optional(),
      arrayBuffers: z.number().optional(),
    }),
  ),
  redisBytes: z.number(),
  redisKeys: z.number(),
  outbox: z.number(),
  markers: z.number(),
});
export type SoakSample = z.infer<typeof Sample>;

const Growth = z.object({ name: z.string(), first: z.number(), last: z.number(), growthPercent: z.number() });
type Growth = z.infer<typeof Growth>;

/** What `./parley bench soak --json` prints. */
export const SoakReportSchema = LoadReportSchema.extend({
  scenario: z.literal('soak'),
  options: z.object({
    minutes: z.number(),
    ratePerSecond: z.number(),
    users: z.number(),
    everySeconds: z.number(),
    seed: z.number(),
  }),
  samples: z.array(Sample),
  /** A process of each part, and Redis: the first and the last sample, and by how much the last half grew. */
  growth: z.array(Growth),
  /** Outbox rows when nobody sent any more. */
  left: z.number(),
});
export type SoakReport = z.infer<typeof SoakReportSchema>;
export type SoakOptions = SoakReport['options'];

type Measured = Followed<MixedResult> & { samples: readonly SoakSample[]; left: number };

export function soakReport(options: SoakOptions, measured: Measured): SoakReport {
  const { samples, left, result } = measured;
  const findings = findingsOf(measured, options.minutes * 60);
  const growth = growthOf(samples);
  const percent = result.offered === 0 ? 0 : (result.answered / result.offered) * 100;
  const budgets = [
    atLeast({ name: 'achieved of offered', limit: 99, value: rounded(percent), unit: '%' }),
    ...growth.map(({ name, growthPercent: value }) =>
      atMost({ name: `growth of ${name} over the last half`, limit: GROWTH_PERCENT, value, unit: '%' }),
    ),
    atMost({ name: 'left in the outbox', limit: 0, value: left, unit: '' }),
    ...proofBudgets(result),
  ];
  return SoakReportSchema.parse({
    scenario: 'soak',
    ok: budgets.every(({ ok }) => ok),
    budgets,
    tables: [...loadTables(findings), growthTable(growth, samples)],
    install: 'throw-away',
    options,
    ...findings,
    samples,
    growth,
    left,
  });
}

function growthOf(samples: readonly SoakSample[]): Growth[] {
  const names = samples[0]?.memory.map(({ name }) => name) ?? [];
  const grown = (name: string, of: (sample: SoakSample) => number | undefined): Growth => {
    const series = samples.flatMap((sample): Sampled[] => {
      const value = of(sample);
      return value === undefined ? [] : [[sample.at, value]];
    });
    const [first = 0, last = 0] = [series[0]?.[1], series.at(-1)?.[1]];
    return { name, first, last, growthPercent: rounded(growthPercent(series)) };
  };
  return [
    ...names.map((name) => grown(name, ({ memory }) => perProcess(memory.find((one) => one.name === name)))),
    grown('what Redis holds', ({ redisBytes }) => redisBytes),
    grown('the keys of Redis', ({ redisKeys }) => redisKeys),
  ];
}

/** A Postgres has as many processes as connections, and those come and go: what must not grow is one of them. */
function perProcess(memory: SoakSample['memory'][number] | undefined): number | undefined {
  return memory === undefined ? undefined : memory.bytes / memory.processes;
}

function growthTable(growth: readonly Growth[], samples: readonly SoakSample[]): BenchTable {
  const shown = ({ name }: Growth, value: number): string =>
    name === 'the keys of Redis' ? String(value) : (value / 1024 ** 2).toFixed(1);
  return {
    title: `Growth, ${samples.length} samples, MB a process`,
    headings: ['', '>first', '>last', '>% over the last half'],
    rows: growth.map((one) => [one.name, shown(one, one.first), shown(one, one.last), String(one.growthPercent)]),
  };
}
