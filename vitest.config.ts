import { defineConfig } from 'vitest/config';

/** The unit tests: no database, no network, no clock but a fake one. The other tiers have their config in test/<tier>. */
export default defineConfig({
  test: {
    name: 'unit',
    include: ['packages/*/src/**/*.test.{ts,tsx}', 'apps/*/**/*.test.{ts,tsx}', 'tools/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**', '**/.next/**', 'tools/**/fixtures/**'],
    // All cores: by default one is left free for who watches the files, and of two that is half.
    maxWorkers: '100%',
    reporters: ['default', 'json'],
    outputFile: { json: 'test-results/unit.json' },
  },
});
