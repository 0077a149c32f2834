import type { Catalogue, Locale } from './catalogue';
import { en } from './en';
import { zh } from './zh';

export const catalogues: Record<Locale, Catalogue> = { en, 'zh-CN': zh };
