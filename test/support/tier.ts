import { fileURLToPath } from 'node:url';
import { defineConfig, type ViteUserConfig } from 'vitest/config';

export interface Tier {
  readonly name: 'medium' | 'sim' | 'e2e' | 'fault';
  /** The tier shares databases or a running stack, so its files take turns. */
  readonly sharesStack: boolean;
  /** The longest that one test, or one hook that starts the stack, may take. */
  readonly timeoutMs: number;
  /** Runs once around the whole tier, from its folder. */
  readonly globalSetup?: string;
}

/** The one shape of a tier above the unit tests; the runner adds its result file to the others. */
export function tierConfig(tier: Tier): ViteUserConfig {
  const folder = fileURLToPath(new URL(`../${tier.name}`, import.meta.url));
  const results = fileURLToPath(new URL(`../../test-results/${tier.name}.json`, import.meta.url));
  return defineConfig({
    cacheDir: fileURLToPath(new URL(`../../node_modules/.vite/${tier.name}`, import.meta.url)),
    test: {
      name: tier.name,
      root: folder,
      include: ['**/*.test.ts'],
      ...(tier.globalSetup === undefined ? {} : { globalSetup: tier.globalSetup }),
      // A pool of its own process per file: native handles and sockets of one file can't outlive it.
      pool: 'forks',
      fileParallelism: !tier.sharesStack,
      testTimeout: tier.timeoutMs,
      hookTimeout: tier.timeoutMs,
      teardownTimeout: 30_000,
      reporters: ['default', 'json'],
      outputFile: { json: results },
    },
  });
}
