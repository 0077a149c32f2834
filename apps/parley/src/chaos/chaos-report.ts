import { z } from 'zod';

import { table } from '../table.js';
import { BROKEN, FAULTS, Verdict } from './verdict.js';

const FaultDone = z.strictObject({
  atMs: z.number(),
  untilMs: z.number(),
  kind: z.string(),
  target: z.string(),
  strength: z.number(),
  holds: z.array(z.string()),
});

const SeedReport = z.strictObject({
  seed: z.number(),
  ok: z.boolean(),
  verdict: Verdict,
  faults: z.array(FaultDone),
  /** From the end of the last fault to when everything was everywhere; null: it never was. */
  healedMs: z.number().nullable(),
  /** How to run it again. */
  again: z.string(),
  /** Journal and logs of a run that failed. */
  kept: z.string().nullable(),
});
export type SeedReport = z.infer<typeof SeedReport>;

/** What `./parley chaos --json` prints. */
export const ChaosReport = z.strictObject({
  ok: z.boolean(),
  seconds: z.number(),
  ratePerSecond: z.number(),
  people: z.number(),
  processes: z.string(),
  /** Faults that this machine does not allow, and why. */
  leftOut: z.array(z.string()),
  /** Seeds that the run was interrupted before the end of. */
  notRun: z.array(z.number()),
  seeds: z.array(SeedReport).min(1),
});
export type ChaosReport = z.infer<typeof ChaosReport>;

/** The verdict in one table, and of what failed: what it was and how to run it again. */
export function printed({ seeds, seconds, leftOut, notRun }: ChaosReport): string {
  const shown = BROKEN.filter(
    (kind) => ALWAYS.has(kind) || seeds.some(({ verdict }) => (verdict.broken[kind] ?? 0) > 0),
  );
  const headings = [
    '>seed',
    '>faults',
    '>sent',
    '>acked',
    '>found',
    '>moved',
    ...shown.map((kind) => `>${kind}`),
    '>healed',
    '',
  ];
  const rows = seeds.map(({ seed, faults, verdict, healedMs, ok }) => [
    ...[seed, faults.length, verdict.sent, verdict.acked, verdict.found, verdict.moved].map(String),
    ...shown.map((kind) => String(verdict.broken[kind] ?? 0)),
    healedMs === null ? 'never' : `${(healedMs / 1_000).toFixed(1)} s`,
    ok ? 'ok' : 'BROKEN',
  ]);
  const failed = seeds.filter(({ ok }) => !ok);
  const lines = failed.flatMap(({ seed, verdict, again, kept }) => [
    `seed ${seed} broke a promise:`,
    ...BROKEN.filter((kind) => (verdict.broken[kind] ?? 0) > 0).map(
      (kind) => `  ${kind} ${verdict.broken[kind] ?? 0}: ${FAULTS[kind]}`,
    ),
    ...verdict.examples.map((example) => `    ${example}`),
    `  again: ${again}`,
    ...(kept === null ? [] : [`  journal and logs: ${kept}`]),
  ]);
  const out = leftOut.map((why) => `left out: ${why}`);
  const verdict = failed.length === 0 ? 'ok' : `${failed.length} of ${seeds.length} seeds broke a promise`;
  const missing = notRun.length === 0 ? '' : `, interrupted before the end of seed ${notRun.join(', ')}`;
  const end = `chaos: ${verdict} (${seconds} s each)${missing}`;
  return `${table(headings, rows)}\n${[...lines, ...out, end].join('\n')}\n`;
}

const ALWAYS: ReadonlySet<string> = new Set([
  'lost',
  'undelivered',
  'duplicated',
  'reordered',
  'gaps',
  'visible',
  'unread',
]);
