import { tierConfig } from '../support/tier.js';

export default tierConfig({
  name: 'medium',
  filesAtOnce: 4,
  timeoutMs: 120_000,
  first: [
    'presence/presence.test.ts',
    'push/policy.test.ts',
    'socket/limits.test.ts',
    'push/delivery.test.ts',
    'messaging/receipts.test.ts',
    'presence/status.test.ts',
    'messaging/scheduled.test.ts',
    'messaging/trimming.test.ts',
    'socket/handshake.test.ts',
  ],
  globalSetup: './support/global-setup.ts',
});
