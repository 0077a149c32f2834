import { describe, expect, it } from 'vitest';

import { dataDirAt } from '../data-dir.js';
import { parseSettings } from '../settings.js';
import type { Install } from './install.js';
import type { Launch } from './part.js';
import { serverParts, serverPortNames, serverProcesses } from './server-parts.js';

function installWith(names: readonly string[]): Install {
  const secrets = { installId: 'i', postgresPassword: 'p', adminPassword: 'a', redisPassword: 'r', rpcSecret: 's' };
  const all = ['directory', 'shard-0', 'shard-1', 'redis', 'web', ...names];
  const ports = Object.fromEntries(all.map((name, n) => [name, 21_000 + n]));
  return { settings: parseSettings({}), dir: dataDirAt('/tmp/x'), secrets, ports };
}

async function launches(processes: ReturnType<typeof serverProcesses>): Promise<Map<string, Launch>> {
  const parts = serverParts(installWith(serverPortNames(processes)), processes);
  return new Map(await Promise.all(parts.map(async (part) => [part.name, await part.prepare()] as const)));
}

describe('the processes of the server', () => {
  it('are one by default, with every address', async () => {
    const env = (await launches(serverProcesses('all', undefined))).get('server')?.env ?? {};
    expect(env).toMatchObject({ PARLEY_ROLES: 'all', PARLEY_PORT: '8080', PARLEY_WEB_URL: 'http://127.0.0.1:21004' });
    expect(env['PARLEY_DIRECTORY_URL']).toBe('postgres://parley:p@127.0.0.1:21000/parley');
    expect(env['PARLEY_SHARD_URLS']).toContain('shard-1=postgres://parley:p@127.0.0.1:21002/parley');
    expect(env).not.toHaveProperty('PARLEY_REUSE_PORT');
  });

  it('keep every database from a gateway of its own', async () => {
    const all = await launches(serverProcesses('all', { gateway: 2, logic: 2, worker: 1 }));
    expect([...all.keys()]).toEqual(['logic-0', 'logic-1', 'worker-0', 'gateway-0', 'gateway-1']);
    const gateway = all.get('gateway-1')?.env ?? {};
    expect(JSON.stringify(gateway)).not.toContain('postgres://');
    expect(gateway['PARLEY_REUSE_PORT']).toBe('1');
    expect(gateway['PARLEY_LOGIC_URLS']?.split(',')).toHaveLength(2);
    expect(all.get('worker-0')?.env['PARLEY_DIRECTORY_URL']).toContain('postgres://');
    expect(all.get('worker-0')?.env).not.toHaveProperty('PARLEY_LOGIC_PORT');
  });
});
