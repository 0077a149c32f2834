import { describe, expect, it } from 'vitest';
import { SourceText, faultsOf } from './rule.ts';
import { rules } from './rules/index.ts';

describe.each(rules)('$name', (rule) => {
  const faults = (example: { path: string; text: string }): number =>
    faultsOf(rule, new SourceText(example.path, example.text)).length;

  it.each(rule.good)('lets pass: $path $text', (example) => {
    expect(faults(example)).toBe(0);
  });

  it.each(rule.bad)('reports: $path $text', (example) => {
    expect(faults(example)).toBeGreaterThan(0);
  });

  it('has examples of both', () => {
    expect(Math.min(rule.good.length, rule.bad.length)).toBeGreaterThan(0);
  });
});
