import { z } from 'zod';

import { MixedCurveSchema } from './mixed-curve.js';
import { MixedReportSchema } from './mixed-report.js';
import { BenchReportSchema } from './support/schema.js';

/** What a scenario of Parley found out about the peer; its verdict and its tables are the report's. */
const Measured = z.union([MixedReportSchema, MixedCurveSchema]);
export type Measured = z.infer<typeof Measured>;

/** What `./parley bench peer --json` prints. */
export const PeerReportSchema = BenchReportSchema.extend({
  scenario: z.literal('peer'),
  peer: z.literal('socketio'),
  measured: z.union([
    MixedReportSchema.omit({ ok: true, budgets: true, tables: true }),
    MixedCurveSchema.omit({ ok: true, budgets: true, tables: true }),
  ]),
});
export type PeerReport = z.infer<typeof PeerReportSchema>;

export function peerReport({ ok, budgets, tables, ...measured }: Measured): PeerReport {
  return PeerReportSchema.parse({ scenario: 'peer', peer: 'socketio', ok, budgets, tables, measured });
}
