import { fileURLToPath } from 'node:url';
import { defineConfig, type ViteUserConfig } from 'vitest/config';
import { BaseSequencer, type TestSequencerConstructor, type TestSpecification } from 'vitest/node';
import { HookFailures } from './hook-failures.js';
import { PATIENCE_MS } from './wait.js';

export interface Tier {
  readonly name: 'medium' | 'sim' | 'e2e' | 'fault' | 'shots';
  /** So many files run at once; more than one only where each has an install of its own. */
  readonly filesAtOnce: number;
  /** The longest that one test, or one hook that starts the stack, may take. */
  readonly timeoutMs: number;
  /** Runs once around the whole tier, from its folder. */
  readonly globalSetup?: string;
  /** Files that wait much, the longest first: they begin before the others, or the tier would end with them alone. */
  readonly first?: readonly string[];
}

/** The one shape of a tier above the unit tests; the runner adds its result file to the others. */
export function tierConfig(tier: Tier): ViteUserConfig {
  const folder = fileURLToPath(new URL(`../${tier.name}`, import.meta.url));
  const results = fileURLToPath(new URL(`../../test-results/${tier.name}.json`, import.meta.url));
  const hooks = results.replace('.json', '.hooks.json');
  // Hundreds of processes of the same code are started: what Node compiled of it is kept for the next.
  process.env['NODE_COMPILE_CACHE'] ??= fileURLToPath(new URL('../../node_modules/.cache/node', import.meta.url));
  return defineConfig({
    cacheDir: fileURLToPath(new URL(`../../node_modules/.vite/${tier.name}`, import.meta.url)),
    test: {
      name: tier.name,
      root: folder,
      include: ['**/*.test.ts'],
      ...(tier.globalSetup === undefined ? {} : { globalSetup: tier.globalSetup }),
      // A pool of its own process per file: native handles and sockets of one file can't outlive it.
      pool: 'forks',
      maxWorkers: tier.filesAtOnce,
      fileParallelism: tier.filesAtOnce > 1,
      ...(tier.first === undefined ? {} : { sequence: { sequencer: startingWith(tier.first) } }),
      // How long something may take to be seen is no promise of a test: it ends when it is there. A second, which is
      // the default, is too little for a machine that does other things as well.
      expect: { poll: { timeout: PATIENCE_MS } },
      testTimeout: tier.timeoutMs,
      hookTimeout: tier.timeoutMs,
      teardownTimeout: 30_000,
      reporters: ['default', 'json', new HookFailures(hooks)],
      outputFile: { json: results },
    },
  });
}

function startingWith(names: readonly string[]): TestSequencerConstructor {
  return class extends BaseSequencer {
    override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
      const rank = ({ moduleId }: TestSpecification): number => {
        const place = names.findIndex((name) => moduleId.endsWith(name));
        return place === -1 ? names.length : place;
      };
      // The sort is stable: the others keep the order that the runner gave them.
      return (await super.sort(files)).toSorted((one, other) => rank(one) - rank(other));
    }
  };
}
