import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { Part, type PartSpec } from './part.js';
import { tailOf } from './tail.js';

const env = { PATH: '/usr/bin:/bin' };

describe('a part', () => {
  let logs = '';
  let part: Part | undefined;
  beforeEach(() => {
    logs = mkdtempSync(join(tmpdir(), 'parley-part-'));
  });
  afterEach(async () => {
    await part?.stop(() => true);
    rmSync(logs, { recursive: true });
  });

  function run(script: string, spec: Partial<PartSpec> = {}): Part {
    const made = new Part(
      {
        name: 'thing',
        prepare: async () => ({ file: '/bin/sh', args: ['-c', script], env }),
        ready: async () => true,
        stop: { signal: 'SIGTERM', graceMs: 300 },
        ...spec,
      },
      { logs, changed: () => undefined, tell: () => undefined, restartDelay: () => 20 },
    );
    made.start();
    part = made;
    return made;
  }

  it('is started again after it was killed', async () => {
    const thing = run('exec sleep 60');
    await thing.untilUp(5000);
    const first = thing.status().pid ?? 0;
    process.kill(first, 'SIGKILL');
    await expect.poll(() => thing.status(), { timeout: 5000 }).toMatchObject({ restarts: 1, state: 'up' });
    expect(thing.status().pid).not.toBe(first);
    expect(thing.status().lastExit).toBe('killed by SIGKILL');
  });

  it('that keeps dying is not waited for any longer', async () => {
    const thing = run('echo no luck; exit 3', { ready: async () => false });
    await expect(thing.untilUp(20_000)).rejects.toThrow('thing does not start: exited with code 3');
    expect(tailOf(join(logs, 'thing.log'), 1)).toEqual(['no luck']);
  });

  it('says why it could not even be started', async () => {
    const prepare = async (): Promise<never> => {
      throw new Error('no binary');
    };
    await expect(run('', { prepare }).untilUp(20_000)).rejects.toThrow('not started: no binary');
  });

  it('that does not listen to its signal is killed', async () => {
    const thing = run(`trap '' TERM; echo armed; while :; do sleep 0.05; done`);
    await thing.untilUp(5000);
    await expect.poll(() => tailOf(join(logs, 'thing.log'), 1), { timeout: 5000 }).toEqual(['armed']);
    await thing.stop(() => false);
    expect(thing.status().state).toBe('stopped');
  });

  it('stays down once it was stopped', async () => {
    const thing = run('exec sleep 60');
    await thing.untilUp(5000);
    await thing.stop(() => false);
    await sleep(400);
    expect(thing.status()).toMatchObject({ state: 'stopped', restarts: 0 });
    expect(thing.status().pid).toBeUndefined();
  });

  it('goes on writing to its log at the new end', async () => {
    writeFileSync(join(logs, 'thing.log'), 'before\n');
    await run('echo after; exec sleep 60').untilUp(5000);
    await expect.poll(() => tailOf(join(logs, 'thing.log'), 9)).toEqual(['before', 'after']);
  });
});
