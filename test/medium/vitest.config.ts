import { tierConfig } from '../support/tier.js';

export default tierConfig({
  name: 'medium',
  sharesStack: true,
  timeoutMs: 60_000,
  globalSetup: './support/global-setup.ts',
});
