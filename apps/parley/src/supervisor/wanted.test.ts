import { expect, it } from 'vitest';

import { parseSettings } from '../settings.js';
import { wantedRun } from './wanted.js';

it('a run that is wanted differs with any setting, also one that only the server reads', () => {
  const runOf = (env: Record<string, string>): string => wantedRun(parseSettings(env), { level: 'web' }, env);
  expect(runOf({})).toBe(runOf({}));
  const others = [{ PARLEY_PORT: '8081' }, { PARLEY_TRUST_PROXY: '10.0.0.1' }, { PARLEY_DB_POOL: '20' }];
  expect(new Set([{}, ...others].map(runOf)).size).toBe(4);
  expect(runOf({ PATH: '/elsewhere', PARLEY_PORT: '8080' })).toBe(runOf({}));
});
