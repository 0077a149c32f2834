import { restOf } from './split';
import { en } from './en';

/** The build puts the compiled messages here (next.config.ts). */
export const words = restOf(en);
