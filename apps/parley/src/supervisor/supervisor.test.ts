import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { lockHolder } from '../bootstrap/lock.js';
import { identify } from '../bootstrap/process-identity.js';
import { createDataDir, dataDirAt, loadSecrets, type DataDir } from '../data-dir.js';
import { parseSettings } from '../settings.js';
import { Supervisor } from './supervisor.js';

describe('a supervisor that is asked to stop before it has a part', () => {
  let dir: DataDir;
  let leftover: ChildProcess | undefined;
  beforeEach(() => {
    dir = dataDirAt(mkdtempSync(join(tmpdir(), 'parley-supervisor-')));
    createDataDir(dir);
  });
  afterEach(() => {
    leftover?.kill('SIGKILL');
    rmSync(dir.root, { recursive: true });
  });

  /** What an earlier run left behind, and what doesn't listen: ending it takes the supervisor as long as it lives. */
  async function leaveBehind(seconds: number): Promise<ChildProcess> {
    const script = `trap '' TERM; echo armed; exec sleep ${seconds}`;
    const env = { PATH: '/usr/bin:/bin', PARLEY_INSTALL_ID: loadSecrets(dir).installId };
    const child = spawn('/bin/sh', ['-c', script], { env, stdio: ['ignore', 'pipe', 'ignore'] });
    await once(child.stdout, 'data');
    return child;
  }

  it('begins nothing more, and lets go of the folder only when what it was busy with is over', async () => {
    leftover = await leaveBehind(1);
    const settings = parseSettings({
      PARLEY_DATA_DIR: dir.root,
      PARLEY_DIRECTORY_URL: 'postgres://127.0.0.1:1/d',
      PARLEY_SHARD_URLS: 'a=postgres://127.0.0.1:1/a',
      PARLEY_REDIS_URL: 'redis://127.0.0.1:1',
    });
    const reporter = { begin: () => undefined, note: () => undefined, end: () => undefined, line: () => undefined };
    const supervisor = new Supervisor({ settings, level: 'databases', demo: false, runs: {} }, reporter);
    const refused = supervisor.start().catch((error: unknown) => error);

    const stopped = supervisor.stop();
    expect(lockHolder(dir.lock)?.pid).toBe(process.pid);
    await stopped;
    expect(identify(leftover.pid ?? 0)).toBeUndefined();
    expect(lockHolder(dir.lock)).toBeUndefined();
    expect(existsSync(dir.state)).toBe(false);
    expect(await refused).toMatchObject({ message: 'Parley was stopped while it started' });
  });
});
