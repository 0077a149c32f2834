import { mergeConfig } from 'vitest/config';
import { tierConfig } from '../support/tier.js';

export default mergeConfig(tierConfig({ name: 'sim', filesAtOnce: 2, timeoutMs: 120_000 }), {
  // Of a single seed only one of the two files has a test.
  test: { passWithNoTests: process.env['SIM_SEED'] !== undefined },
});
