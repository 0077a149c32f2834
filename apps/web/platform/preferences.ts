import type { Preferences as Own } from '@parley/contract';
import type { Locale } from '../i18n/catalogue';
import { PREFERENCES_KEY } from './boot-script';

export type Theme = Own['theme'];
/** Language and theme outlive a sign-out and hold nothing of a person; the rest is a copy of what they chose on whichever device. */
export type Preferences = {
  readonly locale?: Locale | undefined;
  readonly theme?: Theme | undefined;
  /** Of the panes, in px. */
  readonly widths?: { readonly list?: number; readonly side?: number } | undefined;
  readonly density?: Own['density'] | undefined;
  readonly textSize?: Own['textSize'] | undefined;
  readonly timeFormat?: Own['timeFormat'] | undefined;
  readonly sendKey?: Own['sendKey'] | undefined;
  /** Whether this browser tells of what comes in while Parley is open and not looked at, and sounds; true unless said otherwise. */
  readonly notifies?: boolean | undefined;
  readonly sounds?: boolean | undefined;
  readonly layout?: Own['layout'] | undefined;
  /** The signs of the composer's editor are shown. */
  readonly toolbar?: boolean | undefined;
  /** The composer's key hint was shown and used. */
  readonly knowsEnter?: boolean | undefined;
  /** Emoji that were picked last: of a person, so gone with the sign-out. */
  readonly recentEmoji?: readonly string[] | undefined;
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

/** What this browser shows itself by. */
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
  showSizes(preferences.getSnapshot());
  for (const listener of listeners) listener();
}

/** Before anybody is told: who measures the page then finds it as it is to be. The boot script does the same. */
function showSizes({ textSize = 100, density }: Preferences): void {
  const { dataset } = document.documentElement;
  if (textSize === 100) delete dataset['text'];
  else dataset['text'] = String(textSize);
  if (density === 'compact') dataset['density'] = density;
  else delete dataset['density'];
}
