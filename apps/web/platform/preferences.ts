import type { Locale } from '../i18n/catalogue';
import { PREFERENCES_KEY } from './boot-script';

export type Theme = 'system' | 'light' | 'dark';
export type Preferences = {
  readonly locale?: Locale | undefined;
  readonly theme?: Theme | undefined;
  /** Of the panes, in px. */
  readonly widths?: { readonly list?: number; readonly side?: number } | undefined;
  /** The composer's key hint was shown and used. */
  readonly knowsEnter?: boolean | undefined;
};

const listeners = new Set<() => void>();
let current: Preferences | null = null;

function read(): Preferences {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(PREFERENCES_KEY) ?? '{}');
    return typeof stored === 'object' && stored !== null ? stored : {};
  } catch {
    return {};
  }
}

/** What this browser shows itself by. Language and theme outlive a sign-out and hold nothing of a person. */
export const preferences = {
  getSnapshot: (): Preferences => {
    current ??= read();
    return current;
  },
  subscribe: (listener: () => void): (() => void) => {
    listeners.add(listener);
    if (listeners.size === 1) window.addEventListener('storage', fromOtherTab);
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0) window.removeEventListener('storage', fromOtherTab);
    };
  },
  change(changes: Preferences): void {
    const before = preferences.getSnapshot();
    const names = Object.keys(changes) as (keyof Preferences)[];
    if (names.every((name) => before[name] === changes[name])) return;
    current = { ...before, ...changes };
    try {
      localStorage.setItem(PREFERENCES_KEY, JSON.stringify(current));
    } catch {
      // Storage may be forbidden or full: the choice then lasts as long as the page.
    }
    tell();
  },
};

function fromOtherTab(event: StorageEvent): void {
  if (event.key !== PREFERENCES_KEY) return;
  current = null;
  tell();
}

function tell(): void {
  for (const listener of listeners) listener();
}
