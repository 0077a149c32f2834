import { firstOf } from './split';
import { zh } from './zh';

/** The build puts the compiled messages here (next.config.ts). */
export const words = firstOf(zh);
