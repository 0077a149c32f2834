import { settingFaults } from '@parley/server/cli';
import { describe, expect, it } from 'vitest';

import { unknownSettings } from './all-settings.js';
import { isFailure } from './bootstrap/failure.js';
import { parseSettings } from './settings.js';

function namesOfFaults(env: Record<string, string>): string[] {
  try {
    parseSettings(env, settingFaults);
  } catch (error) {
    if (isFailure(error)) return error.details.map((fault) => fault.split(':')[0] ?? '');
    throw error;
  }
  return [];
}

describe('all settings, before anything starts', () => {
  it('lists what is wrong for the launcher and for the server together, each name once', () => {
    const faults = namesOfFaults({
      PARLEY_PORT: 'eighty',
      PARLEY_REDIS_URL: 'localhost',
      PARLEY_DB_POOL: 'many',
      PARLEY_TRUST_PROXY: 'proxy.example',
      PARLEY_DRAIN_MS: '-1',
    });
    expect(faults.toSorted()).toEqual([
      'PARLEY_DB_POOL',
      'PARLEY_DRAIN_MS',
      'PARLEY_PORT',
      'PARLEY_REDIS_URL',
      'PARLEY_TRUST_PROXY',
    ]);
  });

  it('holds what both read to the stricter of the two', () => {
    const long = `shard-${'x'.repeat(40)}`;
    const databases = { PARLEY_DIRECTORY_URL: 'postgres://h/d', PARLEY_SHARD_URLS: `${long}=postgres://h/a` };
    expect(namesOfFaults(databases)).toEqual(['PARLEY_SHARD_URLS']);
  });

  it('asks for nothing that the launcher supplies itself', () => {
    expect(namesOfFaults({})).toEqual([]);
    expect(namesOfFaults({ PARLEY_ROLES: 'logic,worker', PARLEY_DB_POOL: '20' })).toEqual([]);
  });

  it('tells a name that nobody reads, with the one that was meant', () => {
    expect(unknownSettings(['PATH', 'PARLEY_LOGLEVEL', 'PARLEY_COLOUR', 'PARLEY_PORT'])).toEqual([
      'PARLEY_LOGLEVEL is no setting of Parley and has no effect; did you mean PARLEY_LOG_LEVEL?',
      'PARLEY_COLOUR is no setting of Parley and has no effect',
    ]);
    expect(unknownSettings(['PARLEY_PROT'])[0]).toContain('did you mean PARLEY_PORT?');
  });

  it('knows its own switches, and those of the tests', () => {
    expect(unknownSettings(['PARLEY_SKIP_BUILD', 'PARLEY_TEST_BROWSER', 'PARLEY_E2E_URL'])).toEqual([]);
  });
});
