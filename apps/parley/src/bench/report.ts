/** What every scenario of `./parley bench` returns; a scenario adds fields of its own. */
export interface BenchReport {
  scenario: string;
  ok: boolean;
  budgets: Budget[];
  /** Shown as tables above the budgets, in this order. */
  tables?: BenchTable[];
  [extra: string]: unknown;
}

export interface Budget {
  name: string;
  limit: number;
  value: number;
  unit: string;
  ok: boolean;
}

export interface BenchTable {
  title: string;
  /** A heading that begins with `>` aligns its column to the right. */
  headings: string[];
  rows: string[][];
}
