import { tierConfig } from '../support/tier.js';

export default tierConfig({ name: 'fault', sharesStack: true, timeoutMs: 300_000 });
