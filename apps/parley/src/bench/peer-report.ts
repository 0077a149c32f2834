import { z } from 'zod';

import { FanoutReportSchema } from './fanout-report.js';
import { HotReportSchema } from './hot-report.js';
import { MixedCurveSchema } from './mixed-curve.js';
import { MixedReportSchema } from './mixed-report.js';
import { OverloadReportSchema } from './overload-report.js';
import { FaultsReportSchema } from './peer-faults-report.js';
import { BenchReportSchema } from './support/schema.js';

/** The verdict, the tables and where it was made are the report's own. */
const own = { ok: true, budgets: true, tables: true, made: true, ofFloor: true } as const;
const Measured = z.union([
  MixedReportSchema.omit(own),
  MixedCurveSchema.omit(own),
  HotReportSchema.omit(own),
  FanoutReportSchema.omit(own),
  OverloadReportSchema.omit(own),
  FaultsReportSchema.omit(own),
]);

/** What `./parley bench peer --json` prints: what a scenario of Parley found out about the peer. */
export const PeerReportSchema = BenchReportSchema.extend({ scenario: z.literal('peer'), measured: Measured });
export type PeerReport = z.infer<typeof PeerReportSchema>;
export type Measured = z.infer<typeof Measured> & Pick<PeerReport, 'ok' | 'budgets' | 'tables'>;

/** The peer's ids count all conversations together, so that holes say nothing. */
const NOT_OF_PEERS = 'gaps in seq';

export function peerReport({ ok, budgets: all, tables, ...measured }: Measured): PeerReport {
  const budgets = all.filter(({ name }) => !name.endsWith(NOT_OF_PEERS));
  return PeerReportSchema.parse({ scenario: 'peer', ok, budgets, tables, measured });
}
