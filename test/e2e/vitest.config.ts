import { mergeConfig } from 'vitest/config';
import { tierConfig } from '../support/tier.js';
import { SetupFirst } from './setup-first.js';

export default mergeConfig(tierConfig({ name: 'e2e', filesAtOnce: 1, timeoutMs: 120_000 }), {
  test: { globalSetup: ['./stack.ts'], sequence: { sequencer: SetupFirst } },
});
