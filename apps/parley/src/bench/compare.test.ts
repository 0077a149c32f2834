import { describe, expect, it } from 'vitest';
import { compare, scenarioOf } from './compare.js';

const budget = { name: 'ack p99', limit: 200, value: 100, unit: 'ms', ok: true };
const report = {
  scenario: 'mixed',
  ok: true,
  budgets: [budget],
  ack: { p50: 20, p99: 100 },
  processes: [
    { name: 'server', cores: 0.6 },
    { name: 'redis', cores: 0 },
  ],
  tables: [{ title: 'x', headings: ['>a'], rows: [['1']] }],
};

describe('two reports side by side', () => {
  it('gives each number of both with the ratio, by the names of what is listed', () => {
    const after = {
      ...report,
      budgets: [{ ...budget, value: 50 }],
      ack: { p50: 20, p99: 50, max: 80 },
      processes: [
        { name: 'worker', cores: 0.1 },
        { name: 'redis', cores: 0.1 },
        { name: 'server', cores: 0.9 },
      ],
    };
    expect(compare(report, after)).toEqual([
      { name: 'budgets ack p99 value', before: 100, after: 50, ratio: 0.5 },
      { name: 'ack p50', before: 20, after: 20, ratio: 1 },
      { name: 'ack p99', before: 100, after: 50, ratio: 0.5 },
      { name: 'processes redis cores', before: 0, after: 0.1, ratio: null },
      { name: 'processes server cores', before: 0.6, after: 0.9, ratio: 1.5 },
    ]);
  });

  it('takes reports only', () => {
    expect(scenarioOf(report)).toBe('mixed');
    expect(() => scenarioOf({ scenario: 'mixed' })).toThrow('budgets');
    expect(() => scenarioOf('x')).toThrow('expected object');
  });
});
