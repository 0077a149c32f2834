import type { Preferences, PreferencesChange } from '@parley/contract';
import { nextVersion } from './version.js';

/** Of somebody who has chosen nothing. */
export const DEFAULT_PREFERENCES: Preferences = {
  version: 0,
  language: 'auto',
  theme: 'system',
  density: 'comfortable',
  textSize: 100,
  timeFormat: 'auto',
  sendKey: 'enter',
  layout: 'rows',
};

/** What is to be stored: what the change doesn't name stays. */
export function planPreferences(
  before: Preferences,
  change: PreferencesChange,
  at: { readonly version: number },
): Preferences {
  return { ...changePreferences(before, change), version: nextVersion(before, at.version) };
}

/** As it will be when the change is stored: the version is that of before. */
export function changePreferences(before: Preferences, change: PreferencesChange): Preferences {
  return {
    version: before.version,
    language: change.language ?? before.language,
    theme: change.theme ?? before.theme,
    density: change.density ?? before.density,
    textSize: change.textSize ?? before.textSize,
    timeFormat: change.timeFormat ?? before.timeFormat,
    sendKey: change.sendKey ?? before.sendKey,
    layout: change.layout ?? before.layout,
  };
}

/** Whether nothing of it differs but the version. */
export function samePreferences(one: Preferences, other: Preferences): boolean {
  const names = Object.keys(DEFAULT_PREFERENCES) as (keyof Preferences)[];
  return names.every((name) => name === 'version' || one[name] === other[name]);
}
