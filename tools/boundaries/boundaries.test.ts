import { existsSync, readdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { cruise, type IConfiguration } from 'dependency-cruiser';
import { afterAll, describe, expect, it } from 'vitest';
import { fixtures, root, scaffold } from './scaffold.ts';

const config = createRequire(import.meta.url)(join(root, '.dependency-cruiser.cjs')) as IConfiguration;
const rules = (config.forbidden ?? []).map((rule) => rule.name ?? '');
const made: string[] = [];

async function brokenRules(fixture: string): Promise<string[]> {
  const base = scaffold(fixture);
  made.push(base);
  const folders = ['apps', 'packages', 'test'].filter((folder) => existsSync(join(base, folder)));
  const options = { ...config.options, baseDir: base, validate: true, ruleSet: config };
  const { output } = await cruise(folders, options, config.options?.enhancedResolveOptions);
  if (typeof output === 'string') throw new Error(output);
  return [...new Set(output.summary.violations.map((violation) => violation.rule.name))];
}

afterAll(() => {
  for (const base of made) rmSync(base, { recursive: true });
});

describe('import rules', () => {
  it('have a fixture each', () => {
    expect(readdirSync(fixtures).sort()).toEqual([...rules, 'allowed'].sort());
  });

  it('let a tree pass that keeps them', async () => {
    expect(await brokenRules('allowed')).toEqual([]);
  });

  it.each(rules)('%s is broken by its fixture, and no other rule', async (rule) => {
    expect(await brokenRules(rule)).toEqual([rule]);
  });
});
