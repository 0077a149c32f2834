import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { freePort } from '../support/server.js';
import { until } from '../support/wait.js';
import { ensureOrganisation } from './organisation.js';
import { checkout, newDataDir, type OwnStack, startStack } from './stack.js';

type Ran = { code: number | null; out: string; err: string };
type Part = { name: string; state: string; port: number; pid: number; memoryBytes: number };
type Status = { running: boolean; healthy: boolean; url: string; parts: Part[] };
type Doctor = { ok: boolean; checks: { name: string; ok: boolean; detail: string; advice?: string }[] };

const PARTS = ['directory', 'redis', 'server', 'shard-0', 'shard-1', 'web'];

/** An install that these tests may harm, beside the one of the other files. */
let own: OwnStack;
beforeAll(async () => {
  own = await startStack();
});
afterAll(() => own.stop());

function begin(args: string[], env: Record<string, string>): ChildProcess {
  return spawn('./parley', args, { cwd: checkout, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
}

async function outcome(child: ChildProcess): Promise<Ran> {
  const [out, err]: [string[], string[]] = [[], []];
  child.stdout?.on('data', (chunk: Buffer) => out.push(chunk.toString('utf8')));
  child.stderr?.on('data', (chunk: Buffer) => err.push(chunk.toString('utf8')));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, out: out.join(''), err: err.join('') };
}

function parley(args: string[], env = own.stack.env): Promise<Ran> {
  return outcome(begin(args, env));
}

async function statusOf(env = own.stack.env): Promise<Status> {
  return JSON.parse((await parley(['status', '--json'], env)).out) as Status;
}

describe('an operator, on a running install', () => {
  it('sees every part with its state, port, process and memory', async () => {
    const { healthy, url, parts } = await statusOf();
    expect({ healthy, url }).toEqual({ healthy: true, url: own.stack.url });
    expect(parts.map(({ name }) => name).toSorted()).toEqual(PARTS);
    for (const { state, port, pid, memoryBytes } of parts) {
      expect(state).toBe('up');
      expect(port).toBeGreaterThan(0);
      expect(existsSync(`/proc/${pid}`)).toBe(true);
      expect(memoryBytes).toBeGreaterThan(1 << 20);
    }
  });

  it('hears from the doctor that everything works', async () => {
    const { code, out } = await parley(['doctor', '--json']);
    const { ok, checks } = JSON.parse(out) as Doctor;
    expect({ code, ok, failed: checks.filter((check) => !check.ok) }).toEqual({ code: 0, ok: true, failed: [] });
    expect(checks.map(({ name }) => name)).toEqual(expect.arrayContaining(['databases', 'redis', 'send', 'receive']));
  });

  it('hears from the doctor which database does not answer, and what to do', async () => {
    const shard = (await statusOf()).parts.find(({ name }) => name === 'shard-1');
    if (shard === undefined) throw new Error('there is no shard-1');
    process.kill(shard.pid, 'SIGSTOP');
    try {
      const { code, out } = await parley(['doctor']);
      expect(code).toBe(1);
      expect(out).toMatch(/^FAILS databases .*shard-1/m);
      expect(out).toMatch(/what to do: .*parley logs/);
      expect(out).toMatch(/^Failed: .*databases/m);
    } finally {
      process.kill(shard.pid, 'SIGCONT');
    }
    expect((await parley(['doctor'])).out).toMatch(/Everything works/);
  });

  it('reads the log of one part', async () => {
    const { code, out } = await parley(['logs', 'server']);
    expect(code).toBe(0);
    expect(out.split('\n').filter((line) => line !== '').length).toBeGreaterThan(0);
    expect(await parley(['logs', 'kitchen'])).toMatchObject({ code: 1, out: '' });
  });

  it('adds a list of people in a loop of the shell, each with a password that is shown', async () => {
    await ensureOrganisation(own.stack);
    const loop = `printf 'li\\nwang\\nzhao\\n' | while read login; do ./parley user add "$login" --name x; done`;
    const shell = spawn('/bin/sh', ['-c', loop], { cwd: checkout, env: { ...process.env, ...own.stack.env } });
    const { out } = await outcome(shell);
    expect(out.match(/^(\w+) is added/gm)).toEqual(['li is added', 'wang is added', 'zhao is added']);
    const passwords = [...out.matchAll(/^Password \(shown only now\): (\w{20})$/gm)].map(([, password]) => password);
    expect(new Set(passwords).size).toBe(3);
  });

  it('disables somebody, is told what a new password does not change, and lets them in again', async () => {
    await ensureOrganisation(own.stack);
    await parley(['user', 'add', 'gone', '--name', 'Gone']);
    await parley(['user', 'disable', 'gone']);
    expect((await parley(['user', 'reset-password', 'gone'])).out).toMatch(
      /^gone has a new password .*is disabled .*\.\/parley user enable gone\./m,
    );
    expect(await parley(['user', 'enable', 'gone'])).toMatchObject({
      code: 0,
      out: 'gone is enabled and can sign in again.\n',
    });
    expect((await parley(['user', 'enable', 'gone'])).out).toBe('gone was not disabled.\n');
  });

  it('has another one beside it, with ports and processes of its own', async () => {
    const other = inject('stack');
    expect(other.url).not.toBe(own.stack.url);
    for (const url of [other.url, own.stack.url]) expect((await fetch(`${url}/api/v1/setup`)).status).toBe(200);
    const [mine, theirs] = await Promise.all([statusOf(), statusOf(other.env)]);
    const taken = new Set(theirs.parts.flatMap(({ port, pid }) => [`port ${port}`, `pid ${pid}`]));
    expect(mine.parts.filter(({ port, pid }) => taken.has(`port ${port}`) || taken.has(`pid ${pid}`))).toEqual([]);
  });
});

describe('an operator', () => {
  let dataDir = '';
  let leftover: ChildProcess | undefined;
  afterEach(() => {
    leftover?.kill('SIGKILL');
    if (dataDir !== '') rmSync(dataDir, { recursive: true });
    dataDir = '';
  });

  it('is shown the usage for what is no command', async () => {
    const { code, out, err } = await parley(['fly']);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(/unknown command: fly[^]*Usage: \.\/parley/);
  });

  it('is told every wrong setting before anything starts', async () => {
    dataDir = newDataDir();
    const wrong = { PARLEY_PORT: 'eighty', PARLEY_DB_POOL: 'many', PARLEY_LOGLEVEL: 'debug' };
    const { code, err } = await parley(['up'], { ...wrong, PARLEY_DATA_DIR: dataDir });
    expect(code).toBe(1);
    expect(err).toMatch(/^ *PARLEY_PORT: /m);
    expect(err).toMatch(/^ *PARLEY_DB_POOL: /m);
    expect(err).toContain('did you mean PARLEY_LOG_LEVEL?');
    expect(existsSync(path.join(dataDir, 'run'))).toBe(false);
  });

  it('who stops a start that still clears up finds nothing started', async () => {
    dataDir = newDataDir();
    const env = { PARLEY_DATA_DIR: dataDir, PARLEY_PORT: String(await freePort()) };
    leftover = await leaveBehind(dataDir);
    const up = begin(['up'], env);
    const ended = outcome(up);
    const lock = path.join(dataDir, 'run/supervisor.lock');
    await until('the start has begun', () => existsSync(lock), 20_000);
    up.kill('SIGTERM');
    expect((await ended).code).toBe(130);
    expect(existsSync(lock)).toBe(false);
    expect(existsSync(path.join(dataDir, 'postgres'))).toBe(false);
    expect(await statusOf(env)).toMatchObject({ running: false, parts: [] });
  });
});

/** A process of an earlier run that takes its time to end. */
async function leaveBehind(dataDir: string): Promise<ChildProcess> {
  const secrets = { postgresPassword: 'a', adminPassword: 'b', redisPassword: 'c', rpcSecret: 'd' };
  const installId = path.basename(dataDir);
  writeFileSync(path.join(dataDir, 'secrets.json'), JSON.stringify({ installId, ...secrets }));
  const env = { PATH: process.env['PATH'], PARLEY_INSTALL_ID: installId };
  const child = spawn('/bin/sh', ['-c', `trap '' TERM; echo armed; exec sleep 3`], { env });
  await once(child.stdout, 'data');
  return child;
}
