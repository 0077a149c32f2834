'use client';
import { Button, EmptyState } from '@parley/ui';
import { CircleAlert } from 'lucide-react';
import { NextIntlClientProvider } from 'next-intl';
import { useEffect, useState, useSyncExternalStore, type ReactNode } from 'react';
import type { Locale } from '../i18n/catalogue';
import type { en } from '../i18n/en';
import { lastWords } from '../i18n/last-words';
import { writeHours } from '../i18n/time';
import { preferences, type Preferences } from '../platform/preferences';
import { loadWords, type Shown, useShownWords, wantedLocale } from './words';

type Messages = typeof en;

const none: Preferences = {};

export function usePreferences(): Preferences {
  return useSyncExternalStore(preferences.subscribe, preferences.getSnapshot, () => none);
}

/** All that is drawn with words is drawn anew when the hours are written in another way. */
const REDRAWN = { auto: {}, 24: {}, 12: {} };

// It is on its way before anything is drawn.
if (typeof window !== 'undefined') loadWords(wantedLocale(preferences.getSnapshot())).catch(() => {});

/** The words of this language, or of the one that was shown before; 'missing': there are none, and none can be fetched. */
function useCatalogue(locale: Locale): Shown | 'missing' | null {
  const shown = useShownWords(locale);
  const [missing, setMissing] = useState(false);
  useEffect(() => {
    loadWords(locale).catch(() => setMissing(true));
  }, [locale]);
  return shown ?? (missing ? 'missing' : null);
}

/** The language, theme and hours of this browser for everything below, and for the document itself; `waiting`: until its words are there. */
export function PreferencesProvider({ children, waiting = null }: { children: ReactNode; waiting?: ReactNode }) {
  const chosen = usePreferences();
  const { theme, timeFormat = 'auto' } = chosen;
  writeHours(timeFormat);
  const wanted = wantedLocale(chosen);
  const shown = useCatalogue(wanted);
  const locale = shown === null || shown === 'missing' ? wanted : shown.locale;
  useEffect(() => {
    const root = document.documentElement;
    root.lang = locale;
    if (theme === 'light' || theme === 'dark') root.dataset['theme'] = theme;
    else delete root.dataset['theme'];
  }, [locale, theme]);
  if (shown === null) return waiting;
  if (shown === 'missing') return <Speechless locale={locale} />;
  return (
    <NextIntlClientProvider
      locale={locale}
      // The catalogues have the same keys (tested); the type is that of the English one, for its arguments.
      messages={shown.catalogue as unknown as Messages}
      formats={REDRAWN[timeFormat]}
      timeZone={Intl.DateTimeFormat().resolvedOptions().timeZone}
    >
      {children}
    </NextIntlClientProvider>
  );
}

/** No words could be fetched: what is said of a crash is also true here, and a reload helps. */
function Speechless({ locale }: { locale: Locale }) {
  const { crashTitle, crashBody, reload } = lastWords(locale);
  return (
    <main className="flex h-dvh">
      <EmptyState
        icon={CircleAlert}
        title={crashTitle}
        body={crashBody}
        action={
          <Button kind="primary" onClick={() => location.reload()}>
            {reload}
          </Button>
        }
      />
    </main>
  );
}
