import type { z } from 'zod';

import type { BenchReportSchema } from './support/schema.js';

/** What every scenario of `./parley bench` returns; a scenario adds fields of its own. */
export type BenchReport = z.infer<typeof BenchReportSchema>;
export type Budget = BenchReport['budgets'][number];
/** Shown above the budgets, in their order. A heading that begins with `>` aligns its column to the right. */
export type BenchTable = BenchReport['tables'][number];
