import { describe, expect, it } from 'vitest';

import { numbersTable } from './numbers-table.js';
import type { AnyReport } from './reports.js';

const made = {
  at: '2026-11-29T01:00:00.000Z',
  commit: 'abc1234',
  node: '24',
  processor: 'x',
  cores: 2,
  memoryBytes: 1,
};
const budget = (name: string, [value, limit]: [number, number], ok = true): object => ({
  name,
  value,
  limit,
  unit: 'ms',
  ok,
});
const machine = { others: 0, stolen: 0 };
const sync = {
  scenario: 'sync',
  options: { missed: 10_000, conversations: 1_000 },
  budgets: [budget('p50', [650, 1_000]), budget('rows', [1_000, 990]), budget('entries out of place', [0, 0])],
  machine,
  made,
};
const table = (...reports: object[]): string[] =>
  numbersTable(reports.map((report, at) => ({ name: `r${at}`, report: report as AnyReport }))).split('\n');

describe('the numbers of the README', () => {
  it('are a row per report, with what was asked, the budgets and where it comes from', () => {
    expect(table(sync)[2]).toBe(
      '| [r0](docs/performance/r0.json) | 10,000 missed messages | p50 650 ms (≤ 1,000 ms); rows 1,000 ms (≥ 990 ms); 0 entries out of place |  | 2026-11-29, abc1234 |',
    );
  });

  it('say what was missed, and what ran beside', () => {
    const late = {
      ...sync,
      budgets: [budget('p50', [1_500, 1_000], false), budget('lost', [2, 0], false)],
      machine: { others: 0.52, stolen: 0 },
    };
    const row = table(late)[2];
    expect(row).toContain('**missed:** p50 1,500 ms (≤ 1,000 ms)');
    expect(row).toContain('**missed:** lost 2 ms (≤ 0 ms)');
    expect(row).toContain('beside 0.5 cores of other work');
  });

  it('hold what was measured against the committed floor', () => {
    const bare = { insert: {}, echo: {}, broadcast: {}, connection: { bytes: 10_240 } };
    const idle = {
      scenario: 'idle',
      options: { connections: 50_000 },
      budgets: [],
      bytesPerConnection: { asItIs: 20_480 },
      machine,
      made,
    };
    expect(table(idle, { scenario: 'floor', options: {}, budgets: [], bare, made })[2]).toContain('| 50 % |');
    expect(table(idle)[2]).toContain('|  |  | 2026');
  });
});
