import type { Preferences as Own, PreferencesChange } from '@parley/contract';
import { useEffect } from 'react';
import { preferences, type Preferences } from '../platform/preferences';
import { useClient } from './client';
import { useStore } from './use-store';

/**
 * While somebody is signed in, this browser has what they chose on whichever device. It keeps a copy: the page needs it before
 * anything is painted, and so before anybody is signed in.
 */
export function useFollowPreferences(): void {
  const client = useClient();
  const { preferences: own } = useStore(client.preferences);
  useEffect(() => {
    if (own === null) return;
    if (own.version > 0) return preferences.change(copyOf(own));
    // Who has chosen nothing yet brings along what was chosen in this browser.
    const here = choicesHere();
    if (Object.keys(here).length > 0 && !holds(own, here)) client.setPreferences(here);
  }, [client, own]);
}

/** Changes how I like my client, here at once and on all my devices. */
export function useSetPreferences(): (change: PreferencesChange) => void {
  const client = useClient();
  return (change) => {
    preferences.change(copyOf(change));
    client.setPreferences(change);
  };
}

/** What the browser keeps of it. */
function copyOf({ language, ...rest }: PreferencesChange & { version?: number }): Preferences {
  const { version: _, ...same } = rest;
  return {
    ...same,
    ...(language !== undefined && { locale: language === 'auto' ? undefined : language }),
    // Whoever chose the key needs no hint, and the hint names the other one.
    ...(rest.sendKey === 'mod-enter' && { knowsEnter: true }),
  };
}

function choicesHere(): PreferencesChange {
  const { locale, theme } = preferences.getSnapshot();
  return { ...(locale !== undefined && { language: locale }), ...(theme !== undefined && { theme }) };
}

function holds(own: Own, { language = own.language, theme = own.theme }: PreferencesChange): boolean {
  return own.language === language && own.theme === theme;
}
