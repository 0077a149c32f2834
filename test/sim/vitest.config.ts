import { tierConfig } from '../support/tier.js';

export default tierConfig({ name: 'sim', filesAtOnce: 2, timeoutMs: 120_000 });
