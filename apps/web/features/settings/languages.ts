import type { Locale } from '../../i18n/catalogue';

/** Each language by its own name: whoever looks for theirs can read it. */
export const LANGUAGES: readonly { readonly value: Locale; readonly label: string }[] = [
  { value: 'zh-CN', label: '中文' },
  { value: 'en', label: 'English' },
];
