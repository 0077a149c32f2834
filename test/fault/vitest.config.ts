import { tierConfig } from '../support/tier.js';

export default tierConfig({
  name: 'fault',
  filesAtOnce: 2,
  timeoutMs: 300_000,
  first: ['groups.test.ts', 'gateway-link.test.ts', 'apart.test.ts'],
});
