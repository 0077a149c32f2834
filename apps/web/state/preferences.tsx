'use client';
import { NextIntlClientProvider } from 'next-intl';
import { useEffect, useSyncExternalStore, type ReactNode } from 'react';
import { pickLocale, type Locale } from '../i18n/catalogue';
import { catalogues } from '../i18n/catalogues';
import type { en } from '../i18n/en';
import { writeHours } from '../i18n/time';
import { preferences, type Preferences } from '../platform/preferences';

type Messages = typeof en;

const none: Preferences = {};

export function usePreferences(): Preferences {
  return useSyncExternalStore(preferences.subscribe, preferences.getSnapshot, () => none);
}

/** All that is drawn with words is drawn anew when the hours are written in another way. */
const REDRAWN = { auto: {}, 24: {}, 12: {} };

/** The language, theme and hours of this browser for everything below, and for the document itself. */
export function PreferencesProvider({ children }: { children: ReactNode }) {
  const { locale: choice, theme, timeFormat = 'auto' } = usePreferences();
  writeHours(timeFormat);
  const locale: Locale = pickLocale(choice, navigator.languages);
  useEffect(() => {
    const root = document.documentElement;
    root.lang = locale;
    if (theme === 'light' || theme === 'dark') root.dataset['theme'] = theme;
    else delete root.dataset['theme'];
  }, [locale, theme]);
  return (
    <NextIntlClientProvider
      locale={locale}
      // The catalogues have the same keys (tested); the type is that of the English one, for its arguments.
      messages={catalogues[locale] as unknown as Messages}
      formats={REDRAWN[timeFormat]}
      timeZone={Intl.DateTimeFormat().resolvedOptions().timeZone}
    >
      {children}
    </NextIntlClientProvider>
  );
}
