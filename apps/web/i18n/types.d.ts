import type { Locale } from './catalogue';
import type { en } from './en';

declare module 'next-intl' {
  interface AppConfig {
    Locale: Locale;
    Messages: typeof en;
  }
}
