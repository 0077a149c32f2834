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

  it('reach the others at other ports where something stands between, and listen at their own', async () => {
    const processes = serverProcesses('all', { gateway: 1, logic: 1, worker: 1 });
    const install = installWith(serverPortNames(processes));
    const ports = Object.fromEntries(Object.keys(install.ports).map((name, n) => [name, 29_000 + n]));
    const around = new Map(['logic-0', 'gateway-0'].map((name) => [name, { ports, env: { EXTRA: name } }]));
    const envs = new Map<string, Record<string, string>>();
    for (const part of serverParts(install, processes, around)) envs.set(part.name, (await part.prepare()).env);
    expect(envs.get('logic-0')).toMatchObject({
      EXTRA: 'logic-0',
      PARLEY_DIRECTORY_URL: `postgres://parley:p@127.0.0.1:${ports['directory'] ?? 0}/parley`,
      PARLEY_RPC_PORT: String(install.ports['logic-0.rpc']),
      PARLEY_HEALTH_PORT: String(install.ports['logic-0.health']),
    });
    expect(envs.get('gateway-0')).toMatchObject({
      PARLEY_RPC_URLS: `http://127.0.0.1:${ports['logic-0.rpc'] ?? 0}`,
      PARLEY_REDIS_URL: `redis://:r@127.0.0.1:${ports['redis'] ?? 0}/0`,
    });
    expect(envs.get('worker-0')?.['PARLEY_DIRECTORY_URL']).toContain(':21000/');
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
