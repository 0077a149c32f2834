import { tierConfig } from '../support/tier.js';

/** Two at once: the people of one file know nobody of another, and what is for a whole organisation has its own install. */
export default tierConfig({
  name: 'e2e',
  filesAtOnce: 2,
  timeoutMs: 120_000,
  first: [
    'operator.test.ts',
    'thread-places.test.ts',
    'web-push.test.ts',
    'readers.test.ts',
    'three-devices.test.ts',
    'threads.test.ts',
    'personal.test.ts',
    'guard.test.ts',
    'content.test.ts',
    'presence.test.ts',
    'apart.test.ts',
  ],
  globalSetup: './stack.ts',
});
