import { tierConfig } from '../support/tier.js';

export default tierConfig({ name: 'e2e', sharesStack: true, timeoutMs: 120_000 });
