import { z } from 'zod';

import type { AbuseOptions } from './abuse.js';
import { ABUSE_NAMES, ABUSES, type AbuseName, type OthersResult, type Thrown } from './abuse-plan.js';
import type { BenchTable, Budget } from './report.js';
import { LatencySummary } from './support/latency.js';
import { MemoryOf } from './support/memory-watch.js';
import { atLeast, atMost, below, BenchReportSchema, rounded } from './support/schema.js';
import { factTable } from './support/tables.js';
import type { Target } from './support/target.js';

const OTHERS_P99_MS = 500;
/** Of what a part held at rest before, after its garbage is collected. */
const AFTERWARDS_PERCENT = 130;
/** Of a part that holds less, 30 % are a few more connections to a database; of what a program of ours refers to, a few compiled functions. */
const SMALL = { bytes: 100 * 1024 ** 2, held: 50 * 1024 ** 2 };
/** A line for each of a million things that were refused would fill a disk. */
const LOG_KB = 256;
const MB = 1024 ** 2;

const counts = z.record(z.string(), z.number());
const BeforeAndAfter = z.tuple([z.number(), z.number()]);
const Times = z.object({ ack: LatencySummary, delivery: LatencySummary });

const AbuseReport = z.object({
  name: z.enum(ABUSE_NAMES as [AbuseName, ...AbuseName[]]),
  thrown: counts,
  answers: counts,
  heldBack: z.number(),
  before: Times,
  during: Times,
  after: Times,
  /** People who sign in meanwhile, from an address of their own. */
  newcomers: z.object({ took: LatencySummary, refused: counts }),
  sends: z.object({ all: z.number(), acked: z.number(), wrong: z.number(), refused: counts, repeated: counts }),
  /** Why connections of the others were lost. */
  trouble: counts,
  /**
   * While it lasted; `restBytes`: before it and after it, when nobody was there and garbage was collected; `heldBytes`: of that what
   * the program still refers to, where it is one of ours.
   */
  memory: z.array(MemoryOf.extend({ restBytes: BeforeAndAfter, heldBytes: BeforeAndAfter.nullable() })),
  replaced: z.number(),
  logBytes: z.number(),
});
export type AbuseReport = z.infer<typeof AbuseReport>;

/** What `./parley bench abuse --json` prints. */
export const AbuseReportSchema = BenchReportSchema.extend({
  scenario: z.literal('abuse'),
  install: z.enum(['running', 'throw-away']),
  options: z.object({
    only: z.array(z.string()),
    seconds: z.number(),
    ratePerSecond: z.number(),
    users: z.number(),
    conversations: z.number(),
    members: z.number(),
    typists: z.number(),
    seed: z.number(),
  }),
  abuses: z.array(AbuseReport),
});
export type AbusesReport = z.infer<typeof AbuseReportSchema>;

/** A part when nobody is there: its memory, and what of it the program refers to, where that is known. */
export interface AtRest {
  bytes: number;
  held: number | null;
}

/** Of one abuse: what the others saw, what was thrown, and what became of the parts. */
export interface Measured {
  name: AbuseName;
  others: OthersResult;
  thrown: Thrown;
  memory: MemoryOf[];
  rest: { before: ReadonlyMap<string, AtRest>; after: ReadonlyMap<string, AtRest> };
  replaced: number;
  logBytes: number;
}

export function abuseReport(options: AbuseOptions, target: Target, measured: readonly Measured[]): AbusesReport {
  const abuses = measured.map(found);
  const budgets = abuses.flatMap(budgetsOf);
  return AbuseReportSchema.parse({
    scenario: 'abuse',
    ok: budgets.every(({ ok }) => ok),
    budgets,
    tables: [othersTable(abuses), memoryTable(abuses), ...abuses.map(thrownTable)],
    install: target.kind,
    options,
    abuses,
  });
}

function found({ name, others, thrown, memory, rest, replaced, logBytes }: Measured): AbuseReport {
  const { before, during, after, newcomers, sends: all, acked, unanswered, refused, repeated, trouble, proof } = others;
  const faults = proof.lost + proof.duplicated + proof.outOfOrder + proof.gaps + proof.altered;
  const wrong = faults + unanswered + sum(refused);
  return {
    name,
    ...thrown,
    before,
    during,
    after,
    newcomers,
    sends: { all, acked, wrong, refused, repeated },
    trouble,
    memory: memory.map((one) => {
      const [early, late] = [rest.before.get(one.name), rest.after.get(one.name)];
      return {
        ...one,
        restBytes: [early?.bytes ?? one.beforeBytes, late?.bytes ?? 0],
        heldBytes: isKnown(early?.held) && isKnown(late?.held) ? [early.held, late.held] : null,
      };
    }),
    replaced,
    logBytes,
  };
}

function isKnown(held: number | null | undefined): held is number {
  return typeof held === 'number';
}

export function budgetsOf(abuse: AbuseReport): Budget[] {
  const { name, during, newcomers, sends, trouble, memory, replaced, heldBack, logBytes } = abuse;
  const at = (what: string): string => `${name}: ${what}`;
  const none = (what: string, value: number): Budget => atMost({ name: at(what), limit: 0, value, unit: '' });
  const soon = (what: string, ms: number): Budget =>
    below({ name: at(what), limit: OTHERS_P99_MS, value: rounded(ms), unit: 'ms' });
  const grew = Math.max(0, ...memory.map(growthOf)) / MB;
  const left = Math.max(0, ...memory.map(leftOf));
  return [
    soon("others' ack p99", during.ack.p99),
    soon("others' delivery p99", during.delivery.p99),
    soon('newcomers are in, p99', newcomers.took.p99),
    none('newcomers not let in', sum(newcomers.refused)),
    none("others' messages lost, twice, out of order, altered or refused", sends.wrong),
    none("others' connections lost", sum(trouble)),
    atMost({ name: at('a part grew by'), limit: ABUSES[name].growthMb, value: rounded(grew), unit: 'MB' }),
    atMost({ name: at('a part afterwards, of before'), limit: AFTERWARDS_PERCENT, value: rounded(left), unit: '%' }),
    none('parts that ended', replaced),
    atMost({ name: at('written to the logs'), limit: LOG_KB, value: rounded(logBytes / 1024), unit: 'KB' }),
    atLeast({ name: at('held back'), limit: 1, value: heldBack, unit: '' }),
  ];
}

/** What is free again the allocator keeps for the next: it counts as growth, though nothing is held any more. */
function growthOf({ beforeBytes, mostBytes, restBytes: [before, after] }: AbuseReport['memory'][number]): number {
  return Math.max(mostBytes - beforeBytes, after - before);
}

/** In percent: of what a program refers to, where that is known. */
function leftOf({ restBytes, heldBytes }: AbuseReport['memory'][number]): number {
  const [before, after] = heldBytes ?? restBytes;
  return (after * 100) / Math.max(heldBytes === null ? SMALL.bytes : SMALL.held, before);
}

function othersTable(abuses: readonly AbuseReport[]): BenchTable {
  const ms = (value: number): string => String(rounded(value));
  return {
    title: 'The others, p99 in ms from the moment a send was due, and people who sign in meanwhile',
    headings: ['', '>ack before', '>during', '>after', '>delivery before', '>during', '>after', '>newcomers'],
    rows: abuses.map(({ name, before, during, after, newcomers }) => [
      name,
      ...[before, during, after].map(({ ack }) => ms(ack.p99)),
      ...[before, during, after].map(({ delivery }) => ms(delivery.p99)),
      ms(newcomers.took.p99),
    ]),
  };
}

function memoryTable(abuses: readonly AbuseReport[]): BenchTable {
  const mb = (bytes: number): string => (bytes / MB).toFixed(0);
  return {
    title:
      'Memory in MB: under load before, at most during, and at rest before and after; held: what the program refers to',
    headings: ['', '', '>before', '>most', '>at rest before', '>at rest after', '>held before', '>held after'],
    rows: abuses.flatMap(({ name, memory }) =>
      memory.map(({ name: part, beforeBytes, mostBytes, restBytes, heldBytes }) => [
        name,
        part,
        ...[beforeBytes, mostBytes, ...restBytes].map(mb),
        ...(heldBytes?.map(mb) ?? ['', '']),
      ]),
    ),
  };
}

function thrownTable({
  name,
  thrown,
  answers,
  heldBack,
  newcomers,
  sends,
  trouble,
  logBytes,
}: AbuseReport): BenchTable {
  const named = (all: Record<string, number>, prefix: string): (readonly [string, number])[] =>
    Object.entries(all).map(([key, value]) => [`${prefix}${key}`, value]);
  return factTable(`${name}: ${ABUSES[name].what}`, [
    ...named(thrown, 'thrown: '),
    ...named(answers, 'came back: '),
    ['held back', heldBack],
    ["others' sends", sends.all],
    ...named(sends.repeated, "others' sends again after "),
    ...named(sends.refused, "others' sends refused with "),
    ...named(trouble, "others' trouble: "),
    ['newcomers let in', newcomers.took.count],
    ...named(newcomers.refused, 'newcomers refused: '),
    ['bytes in the logs', logBytes],
  ]);
}

function sum(all: Record<string, number>): number {
  return Object.values(all).reduce((total, one) => total + one, 0);
}
