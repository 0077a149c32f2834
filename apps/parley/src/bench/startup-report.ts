import { z } from 'zod';

import { below, BenchReportSchema, rounded } from './support/schema.js';

const UP_SECONDS = 10;
const READY_SECONDS = 3;
/** What must be there quickly; databases and Redis start before them, the web app beside them. */
const ROLES = ['server', 'gateway-0', 'logic-0', 'worker-0'];

const PartStartSchema = z.object({
  name: z.string(),
  /** The slowest of all rounds. */
  seconds: z.number(),
  memoryBytes: z.number(),
});
export type PartStart = z.infer<typeof PartStartSchema>;

/** What `./parley bench startup --json` prints. */
export const StartupReportSchema = BenchReportSchema.extend({
  scenario: z.literal('startup'),
  options: z.object({
    rounds: z.number(),
    /** Whether a run looks for changed sources first, as it does unless PARLEY_SKIP_BUILD is set. */
    looksForChanges: z.boolean(),
  }),
  firstSeconds: z.number(),
  /** Of each round. */
  secondRunSeconds: z.array(z.number()),
  apartSeconds: z.array(z.number()),
  parts: z.array(PartStartSchema),
});
export type StartupReport = z.infer<typeof StartupReportSchema>;
export type StartupOptions = StartupReport['options'];

/** One `./parley up`, from the call until everything is up. */
export interface Start {
  seconds: number;
  parts: PartStart[];
}

type Starts = { first: Start; together: readonly Start[]; apart: readonly Start[] };

export function startupReport(options: StartupOptions, { first, together, apart }: Starts): StartupReport {
  const parts = slowest([...together, ...apart]);
  const secondRunSeconds = together.map(({ seconds }) => rounded(seconds));
  const apartSeconds = apart.map(({ seconds }) => rounded(seconds));
  const up = Math.max(...secondRunSeconds, ...apartSeconds);
  const ready = (name: string): number => parts.find((part) => part.name === name)?.seconds ?? Infinity;
  const budgets = [
    below({ name: 'second run, the slowest', limit: UP_SECONDS, value: up, unit: 's' }),
    ...ROLES.map((name) => below({ name: `${name} ready`, limit: READY_SECONDS, value: ready(name), unit: 's' })),
  ];
  return StartupReportSchema.parse({
    scenario: 'startup',
    ok: budgets.every(({ ok }) => ok),
    budgets,
    tables: [
      {
        title: 'Runs, s',
        headings: ['', '>until everything is up'],
        rows: [
          ['first run, which makes the databases', String(rounded(first.seconds))],
          ['second runs', secondRunSeconds.join(', ')],
          ['second runs with the roles apart', apartSeconds.join(', ')],
        ],
      },
      {
        title: 'Parts, the slowest start of each',
        headings: ['', '>s until it serves', '>memory MB then'],
        rows: parts.map(({ name, seconds, memoryBytes }) => [
          name,
          String(seconds),
          (memoryBytes / 1024 ** 2).toFixed(0),
        ]),
      },
    ],
    options,
    firstSeconds: rounded(first.seconds),
    secondRunSeconds,
    apartSeconds,
    parts,
  });
}

function slowest(starts: readonly Start[]): PartStart[] {
  const parts = new Map<string, PartStart>();
  for (const part of starts.flatMap((start) => start.parts)) {
    const known = parts.get(part.name);
    if (known === undefined || known.seconds < part.seconds) parts.set(part.name, part);
  }
  return [...parts.values()].map((part) => ({ ...part, seconds: rounded(part.seconds) }));
}
