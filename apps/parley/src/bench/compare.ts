import { BenchReportSchema } from './support/schema.js';

/** One number of two runs; `ratio` is null where the first has 0. */
export type Compared = { name: string; before: number; after: number; ratio: number | null };

/** What is the same number in both reports, in the order of the second. What only one of them has is left out. */
export function compare(before: unknown, after: unknown): Compared[] {
  const [first, second] = [numbersOf(before), numbersOf(after)];
  return [...second].flatMap(([name, value]) => {
    const base = first.get(name);
    if (base === undefined) return [];
    return { name, before: base, after: value, ratio: base === 0 ? null : value / base };
  });
}

/** Throws when it isn't a report. */
export function scenarioOf(report: unknown): string {
  return BenchReportSchema.partial({ tables: true }).parse(report).scenario;
}

/** Left out: what is said for people, and what was asked for. */
const NOT_MEASURED = new Set(['tables', 'made', 'options', 'seconds', 'ok', 'limit']);

function numbersOf(report: unknown): Map<string, number> {
  const found = new Map<string, number>();
  const walk = (value: unknown, path: readonly string[]): void => {
    if (typeof value === 'number') found.set(path.join(' '), value);
    if (typeof value !== 'object' || value === null) return;
    for (const [key, inner] of Object.entries(value)) {
      if (!NOT_MEASURED.has(key)) walk(inner, [...path, nameOf(inner) ?? key]);
    }
  };
  walk(report, []);
  return found;
}

/** Elements of a list that have a name go by it: one process more must not compare the others with their neighbours. */
function nameOf(value: unknown): string | null {
  return typeof value === 'object' && value !== null && 'name' in value && typeof value.name === 'string'
    ? value.name
    : null;
}
