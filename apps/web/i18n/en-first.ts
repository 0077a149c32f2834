import { firstOf } from './split';
import { en } from './en';

/** The build puts the compiled messages here (next.config.ts). */
export const words = firstOf(en);
