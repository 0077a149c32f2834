import { describe, expect, it } from 'vitest';

import { isFailure } from './bootstrap/failure.js';
import { checkout } from './bootstrap/run-tool.js';
import { parseSettings } from './settings.js';

function faultsOf(env: Record<string, string>): readonly string[] {
  try {
    parseSettings(env);
  } catch (error) {
    if (isFailure(error)) return error.details;
    throw error;
  }
  return [];
}

describe('the settings', () => {
  it('have defaults that need nothing set', () => {
    expect(parseSettings({})).toEqual({
      dataDir: `${checkout}/.parley`,
      host: '127.0.0.1',
      port: 8080,
      publicUrl: 'http://127.0.0.1:8080',
      localUrl: 'http://127.0.0.1:8080',
      roles: 'all',
      external: {},
    });
  });

  it('lists every fault at once', () => {
    const faults = faultsOf({
      PARLEY_PORT: 'eighty',
      PARLEY_PUBLIC_URL: 'chat.example.com',
      PARLEY_ROLES: 'gateway,cook',
      PARLEY_REDIS_URL: 'localhost',
      PARLEY_SHARD_URLS: 'postgres://a',
    });
    const names = ['PARLEY_PORT', 'PARLEY_PUBLIC_URL', 'PARLEY_ROLES', 'PARLEY_REDIS_URL', 'PARLEY_SHARD_URLS'];
    for (const name of names) expect(faults.some((fault) => fault.startsWith(name))).toBe(true);
  });

  it('takes both databases from outside or none', () => {
    expect(faultsOf({ PARLEY_DIRECTORY_URL: 'postgres://h/d' })).toEqual([
      'PARLEY_SHARD_URLS: must be set too: both databases are embedded, or neither',
    ]);
    expect(faultsOf({ PARLEY_SHARD_URLS: 'a=postgres://h/d' })).toHaveLength(1);
    const { external } = parseSettings({
      PARLEY_DIRECTORY_URL: 'postgres://h/d',
      PARLEY_SHARD_URLS: 'a=postgres://h/a?x=1,b=postgresql://h/b',
    });
    expect(external.databases?.shards).toEqual([
      { name: 'a', url: 'postgres://h/a?x=1' },
      { name: 'b', url: 'postgresql://h/b' },
    ]);
  });

  it('refuses two shards of one name', () => {
    const faults = faultsOf({
      PARLEY_DIRECTORY_URL: 'postgres://h/d',
      PARLEY_SHARD_URLS: 'a=postgres://h/a,a=postgres://h/b',
    });
    expect(faults).toEqual(['PARLEY_SHARD_URLS: names a shard twice']);
  });

  it('runs no gateway without logic', () => {
    expect(faultsOf({ PARLEY_ROLES: 'gateway' })).toEqual([
      'PARLEY_ROLES: must be all, or logic with some of gateway, worker',
    ]);
    expect(parseSettings({ PARLEY_ROLES: 'logic, worker' }).roles).toBe('logic, worker');
  });

  it('treats an empty variable as not set', () => {
    expect(parseSettings({ PARLEY_PORT: '', PARLEY_DATA_DIR: ' ' })).toEqual(parseSettings({}));
  });

  it('names a public URL that a browser on this machine can open', () => {
    expect(parseSettings({ PARLEY_HOST: '0.0.0.0', PARLEY_PORT: '80' }).publicUrl).toBe('http://localhost:80');
    expect(parseSettings({ PARLEY_HOST: '::1' }).publicUrl).toBe('http://[::1]:8080');
    expect(parseSettings({ PARLEY_PUBLIC_URL: 'https://chat.example.com/' }).publicUrl).toBe(
      'https://chat.example.com',
    );
  });
});
