import { tierConfig } from '../support/tier.js';

export default tierConfig({
  name: 'medium',
  filesAtOnce: 2,
  timeoutMs: 120_000,
  first: [
    'socket/limits.test.ts',
    'messaging/receipts.test.ts',
    'messaging/scheduled.test.ts',
    'socket/handshake.test.ts',
  ],
  globalSetup: './support/global-setup.ts',
});
