import { z } from 'zod';

import type { SCENARIOS } from '../scenarios.js';
import { AbuseReportSchema } from './abuse-report.js';
import { ChatListReportSchema } from './chatlist-report.js';
import { DrainReportSchema } from './drain-report.js';
import { FanoutReportSchema } from './fanout-report.js';
import { FloorReportSchema } from './floor-report.js';
import { HerdReportSchema } from './herd-report.js';
import { HotReportSchema } from './hot-report.js';
import { IdleReportSchema } from './idle-report.js';
import { MixedCurveSchema } from './mixed-curve.js';
import { MixedReportSchema } from './mixed-report.js';
import { OverloadReportSchema } from './overload-report.js';
import { PeerReportSchema } from './peer-report.js';
import { PresenceReportSchema } from './presence-report.js';
import { ReceiptsReportSchema } from './receipts-report.js';
import { ShardsReportSchema } from './shards-report.js';
import { SoakReportSchema } from './soak-report.js';
import { StartupReportSchema } from './startup-report.js';
import { SyncReportSchema } from './sync-report.js';
import { WebReportSchema } from './web-report.js';

/** What each scenario prints with --json. */
export const REPORTS = {
  floor: FloorReportSchema,
  mixed: z.union([MixedReportSchema, MixedCurveSchema]),
  overload: OverloadReportSchema,
  drain: DrainReportSchema,
  herd: HerdReportSchema,
  hot: HotReportSchema,
  fanout: FanoutReportSchema,
  idle: IdleReportSchema,
  chatlist: ChatListReportSchema,
  receipts: ReceiptsReportSchema,
  presence: PresenceReportSchema,
  sync: SyncReportSchema,
  startup: StartupReportSchema,
  soak: SoakReportSchema,
  shards: ShardsReportSchema,
  peer: PeerReportSchema,
  abuse: AbuseReportSchema,
  web: WebReportSchema,
} satisfies Record<keyof typeof SCENARIOS, z.ZodType>;

/** The one schema of all reports. */
export const AnyReportSchema = z.union(Object.values(REPORTS)).meta({ id: 'BenchReport' });
export type AnyReport = z.infer<typeof AnyReportSchema>;
