import { tierConfig } from '../support/tier.js';

/** Pictures of every screen, of an install that looks alive: `npm run shots`. */
export default tierConfig({ name: 'shots', filesAtOnce: 1, timeoutMs: 600_000, globalSetup: './stack.ts' });
