import { SETTING_NAMES, settingFaults } from '@parley/server/cli';

import { nearest } from './nearest.js';
import { childEnv } from './settings-env.js';
import { parseSettings, type Settings } from './settings.js';

const PREFIX = 'PARLEY_';
/** Other names (those of OpenTelemetry) are for other programs as well. */
const NAMES = [...SETTING_NAMES, 'PARLEY_SKIP_BUILD']
  .filter((name) => name.startsWith(PREFIX))
  .map((name) => name.slice(PREFIX.length));
/** Not settings of an install. */
const OF_TESTS = /^(TEST|E2E)_/;

/**
 * For what starts an install: every setting is checked before any part of it runs, those of the server with the
 * launcher's own. A name that nobody reads is told, as it is most likely a typing error.
 */
export function readAllSettings(tell: (line: string) => void): Settings {
  const env = childEnv();
  for (const line of unknownSettings(Object.keys(env))) tell(line);
  return parseSettings(env, settingFaults);
}

export function unknownSettings(names: readonly string[]): string[] {
  return names
    .filter((name) => name.startsWith(PREFIX))
    .map((name) => name.slice(PREFIX.length))
    .filter((name) => !NAMES.includes(name) && !OF_TESTS.test(name))
    .map((name) => {
      const meant = nearest(name, NAMES);
      const hint = meant === undefined ? '' : `; did you mean ${PREFIX}${meant}?`;
      return `${PREFIX}${name} is no setting of Parley and has no effect${hint}`;
    });
}
