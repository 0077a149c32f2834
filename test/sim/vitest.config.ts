import { tierConfig } from '../support/tier.js';

export default tierConfig({ name: 'sim', sharesStack: false, timeoutMs: 120_000 });
