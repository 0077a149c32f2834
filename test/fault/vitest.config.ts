import { tierConfig } from '../support/tier.js';

export default tierConfig({
  name: 'fault',
  filesAtOnce: 3,
  timeoutMs: 300_000,
  first: [
    'groups.test.ts',
    'chaos.test.ts',
    'apart.test.ts',
    'gateway-link.test.ts',
    'scheduled.test.ts',
    'one-process.test.ts',
  ],
});
