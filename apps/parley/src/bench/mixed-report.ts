import { z } from 'zod';

import type { Aged, MixedOptions } from './mixed.js';
import type { MixedResult } from './mixed-plan.js';
import type { Followed } from './support/follow.js';
import { findingsOf, LoadReportSchema, loadTables, proofBudgets } from './support/load-report.js';
import { PARSERS } from './support/packets.js';
import type { ProcessUse } from './support/processes.js';
import { atLeast, atMost, below, rounded } from './support/schema.js';
import type { Measurable } from './support/target.js';
import { WitnessSummary } from './support/witness.js';

const P99_MS = 200;
/** CPU of a send, server and databases. */
const SEND_MICROS = 300;
const COST = 'CPU of a send, server and databases';

/** What `./parley bench mixed --json` prints. */
export const MixedReportSchema = LoadReportSchema.extend({
  scenario: z.literal('mixed'),
  options: z.object({
    ratePerSecond: z.number(),
    seconds: z.number(),
    warmUpSeconds: z.number(),
    users: z.number(),
    connections: z.number(),
    seed: z.number(),
    groupPercent: z.number(),
    parser: z.enum(PARSERS),
    agedMessages: z.number(),
  }),
  /** What was there before, with --aged. */
  aged: z.object({ conversations: z.number(), databaseBytes: z.number(), fillSeconds: z.number() }).nullable(),
  worstLagMs: z.number(),
  /** What two people with the real socket.io-client saw beside the load, one message every 100 ms. */
  witness: WitnessSummary,
});
export type MixedReport = z.infer<typeof MixedReportSchema>;

type Measured = Followed<MixedResult> & { aged: Aged; witness: WitnessSummary };

export function mixedReport(options: MixedOptions, target: Measurable, followed: Measured): MixedReport {
  const { result, witness, aged } = followed;
  const findings = findingsOf(followed, options.seconds);
  const percent = result.offered === 0 ? 0 : (result.answered / result.offered) * 100;
  const budgets = [
    atLeast({ name: 'achieved of offered', limit: 99, value: rounded(percent), unit: '%' }),
    below({ name: 'ack p99', limit: P99_MS, value: rounded(result.ack.p99), unit: 'ms' }),
    below({ name: 'delivery p99', limit: P99_MS, value: rounded(result.delivery.p99), unit: 'ms' }),
    atMost({ name: COST, limit: SEND_MICROS, value: costOf(findings.processes), unit: 'µs' }),
    ...proofBudgets(result),
  ];
  const worstLagMs = rounded(result.worstLagMs);
  return MixedReportSchema.parse({
    scenario: 'mixed',
    ok: budgets.every(({ ok }) => ok),
    budgets,
    tables: loadTables(findings, {
      latencies: [
        { name: 'ack, socket.io-client', latency: witness.ack },
        { name: 'delivery, socket.io-client', latency: witness.delivery },
      ],
      facts: [
        ['load generator late by at most, ms', worstLagMs],
        ['unacked at the socket.io-client', witness.unacked],
        ...(aged === null
          ? []
          : ([
              ['messages that were there before', options.agedMessages],
              ['the shards then, MB', Math.round(aged.databaseBytes / 1024 ** 2)],
              ['seconds to put them there', rounded(aged.fillSeconds)],
            ] as const)),
      ],
    }),
    install: target.kind,
    options,
    ...findings,
    aged,
    worstLagMs,
    witness,
  });
}

/** Redis and the load generator are no part of it. */
function costOf(processes: readonly ProcessUse[]): number {
  const counted = processes.filter(({ name }) => name !== 'redis' && !name.startsWith('load generator'));
  return Math.round(counted.reduce((sum, { microsPerSend = 0 }) => sum + microsPerSend, 0));
}

/** Whether a rate holds: what it costs is the same at each. */
export function holds({ budgets }: MixedReport): boolean {
  return budgets.every(({ name, ok }) => ok || name === COST);
}
