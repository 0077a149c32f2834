import { z } from 'zod';

/** One limit and what was measured; `ok` says on which side of it the value lies. */
export const BudgetSchema = z.strictObject({
  name: z.string(),
  limit: z.number(),
  value: z.number(),
  unit: z.string(),
  ok: z.boolean(),
});

/** Where, when and from what a report was made. */
const Made = z.strictObject({
  at: z.iso.datetime(),
  commit: z.string(),
  node: z.string(),
  processor: z.string(),
  cores: z.number(),
  memoryBytes: z.number(),
});

/** What was measured beside what nothing can beat on the same machine; `fraction`: what of it that would be. */
const Fraction = z.strictObject({
  name: z.string(),
  measured: z.number(),
  floor: z.number(),
  unit: z.string(),
  fraction: z.number(),
});

/** What every scenario prints with --json; each adds fields of its own. */
export const BenchReportSchema = z.object({
  scenario: z.string(),
  ok: z.boolean(),
  budgets: z.array(BudgetSchema).min(1),
  tables: z.array(
    z.strictObject({ title: z.string(), headings: z.array(z.string()), rows: z.array(z.array(z.string())) }),
  ),
  /** Put in by the command. */
  made: Made.optional(),
  /** With --floor. */
  ofFloor: z.array(Fraction).optional(),
});

type Budget = z.infer<typeof BudgetSchema>;
type Limit = { name: string; limit: number; value: number; unit: string };

export function atMost(budget: Limit): Budget {
  return { ...budget, ok: budget.value <= budget.limit };
}

export function below(budget: Limit): Budget {
  return { ...budget, ok: budget.value < budget.limit };
}

export function atLeast(budget: Limit): Budget {
  return { ...budget, ok: budget.value >= budget.limit };
}

/** Enough digits to compare two runs, no more than the measurement gives. */
export function rounded(value: number): number {
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return Number(value.toFixed(digits));
}
