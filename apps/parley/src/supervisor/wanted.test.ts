import { expect, it } from 'vitest';

import { parseSettings } from '../settings.js';
import { differences, wantedRun, type Wanted } from './wanted.js';

const runOf = (env: Record<string, string>): Wanted => wantedRun(parseSettings(env), { level: 'web' }, env);

it.each([
  [{}, []],
  [{ PATH: '/elsewhere', PARLEY_PORT: '8080', PARLEY_PUBLIC_URL: 'http://127.0.0.1:8080' }, []],
  [{ PARLEY_PORT: '8081' }, ['PARLEY_PORT']],
  [{ PARLEY_HOST: '0.0.0.0', PARLEY_PUBLIC_URL: 'https://chat.example.com' }, ['PARLEY_HOST', 'PARLEY_PUBLIC_URL']],
  [{ PARLEY_REDIS_URL: 'redis://:secret@10.0.0.1' }, ['PARLEY_REDIS_URL']],
  // Those that only the server reads.
  [{ PARLEY_TRUST_PROXY: '10.0.0.1' }, ['PARLEY_TRUST_PROXY']],
  [{ PARLEY_DB_POOL: '20' }, ['PARLEY_DB_POOL']],
])('%j differs from the defaults in %j', (env, names) => {
  expect(differences(runOf({}), runOf(env))).toEqual(names);
  expect(differences(runOf(env), runOf({}))).toEqual(names);
});

it('other processes and another level differ by name', () => {
  const settings = parseSettings({});
  const processes = { gateway: 1, logic: 1, worker: 1 };
  const spread = wantedRun(settings, { level: 'server', processes }, {});
  expect(differences(runOf({}), spread)).toEqual(['the parts', '--processes']);
});

it('keeps no value, which may be secret', () => {
  expect(JSON.stringify(runOf({ PARLEY_REDIS_URL: 'redis://:secret@10.0.0.1' }))).not.toContain('secret');
});
