import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rest, TestDevice } from '../../support/device.js';
import { cleanEnv } from '../../support/stack.js';
import { openRealm, type Realm } from '../support/realm.js';

const main = fileURLToPath(new URL('../../../apps/server/dist/main.js', import.meta.url));
/** Whatever could speak to Postgres. */
const DATABASE = /\/packages\/db\/|\/node_modules\/(pg|pg-.*|@prisma)\//;

/** Notes each module that a process loads, in a file of its own. */
const RECORDER = `
import { appendFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
registerHooks({ load(url, context, next) {
  appendFileSync(process.env.TEST_MODULES_FOLDER + '/' + process.env.PARLEY_ROLES, url + '\\n');
  return next(url, context);
} });
`;

describe('a gateway holds no way to a database', () => {
  const folder = mkdtempSync(join(tmpdir(), 'parley-modules-'));
  let realm: Realm;
  beforeAll(async () => {
    const recorder = join(folder, 'recorder.mjs');
    writeFileSync(recorder, RECORDER);
    realm = await openRealm('gateway, logic and worker apart', {
      env: { TEST_NODE_ARGS: `--import ${recorder}`, TEST_MODULES_FOLDER: folder },
    });
  });
  afterAll(async () => {
    await realm.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('its process loads neither the database package nor a driver, whatever it is asked', async () => {
    const [lin, wang] = realm.pair();
    const a = await TestDevice.connect(realm.url, lin);
    const b = await TestDevice.connect(realm.url, wang);
    const { conversationId } = lin;
    await a.send('hello');
    await b.untilText('hello');
    await b.call('receipt.read', { conversationId, seq: 1 });
    await b.call('watch', { conversationIds: [conversationId] });
    await a.call('typing', { conversationId });
    await a.call('presence.get', { userIds: [wang.userId] });
    const { incarnation, inboxSeq } = await b.heartbeat();
    await b.call('cursor.ack', { incarnation, inboxSeq });
    await b.call('sync.pull', { incarnation, lastSeq: 0 });
    await b.call('sync.batch', { syncs: [{ conversationId, lastSeq: 0, lastRev: 0 }] });
    expect((await rest(realm.url, lin, { path: '/conversations' })).status).toBe(200);
    a.close();
    b.close();
    const loaded = (role: string): string[] => readFileSync(join(folder, role), 'utf8').trim().split('\n');
    expect(loaded('gateway').length).toBeGreaterThan(100);
    expect(loaded('gateway').filter((url) => DATABASE.test(url))).toEqual([]);
    // The same look finds them where they belong.
    expect(loaded('logic').some((url) => DATABASE.test(url))).toBe(true);
    expect(loaded('worker').some((url) => DATABASE.test(url))).toBe(true);
  });

  it('its process has no address of a database in its environment', () => {
    const gateway = realm.server.processes.find(({ roles }) => roles === 'gateway');
    const environment = readFileSync(`/proc/${gateway?.pid ?? 0}/environ`, 'utf8');
    expect(environment).toContain('PARLEY_RPC_URLS=');
    expect(environment).not.toMatch(/postgres(ql)?:\/\//);
  });

  it.each(['PARLEY_DIRECTORY_URL', 'PARLEY_SHARD_URLS'])('it does not start when it is given %s', (name) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [main], {
      env: {
        ...cleanEnv(),
        PARLEY_ROLES: 'gateway',
        PARLEY_PORT: '0',
        PARLEY_REDIS_URL: realm.env['PARLEY_REDIS_URL'] ?? '',
        PARLEY_LOGIC_URLS: 'http://127.0.0.1:1',
        PARLEY_RPC_URLS: 'http://127.0.0.1:1',
        PARLEY_RPC_SECRET: 'x'.repeat(40),
        [name]: realm.env[name] ?? '',
      },
      encoding: 'utf8',
      timeout: 20_000,
    });
    expect(status).toBe(1);
    expect(stdout + stderr).toContain(name);
  });
});
