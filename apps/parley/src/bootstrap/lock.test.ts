import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { tryLock, waitForLock } from './lock.js';
import { bootId, identify } from './process-identity.js';

describe('a lock file', () => {
  let folder = '';
  let path = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'parley-lock-'));
    path = join(folder, 'it.lock');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('is held by one at a time, and leaves nothing behind', () => {
    const first = tryLock(path);
    if (!('lock' in first)) throw new Error('not taken');
    expect(tryLock(path)).toMatchObject({ holder: { pid: process.pid } });
    first.lock.release();
    expect(readdirSync(folder)).toEqual([]);
    expect(tryLock(path)).toHaveProperty('lock');
  });

  it('is held as long as another process lives, and free when it was killed', async () => {
    const other = spawn('sleep', ['60']);
    const identity = identify(other.pid ?? 0);
    writeFileSync(path, JSON.stringify(identity));
    expect(tryLock(path)).toEqual({ holder: identity });
    other.kill('SIGKILL');
    await new Promise((resolve) => other.once('close', resolve));
    expect(tryLock(path)).toHaveProperty('lock');
  });

  it.each([
    ['whose pid belongs to another process by now', () => JSON.stringify({ ...identify(process.pid), start: '1' })],
    ['from before a restart of the machine', () => JSON.stringify({ ...identify(process.pid), boot: 'earlier' })],
    ['of a process that is gone', () => JSON.stringify({ pid: 4_194_305, start: '1', boot: bootId() })],
    ['that holds nothing readable', () => '{"pid":'],
  ])('is taken over from one %s', (_, content) => {
    writeFileSync(path, content());
    expect(tryLock(path)).toHaveProperty('lock');
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual(identify(process.pid));
    expect(readdirSync(folder)).toEqual(['it.lock']);
  });

  it('is not released by one who lost it', () => {
    const first = tryLock(path);
    if (!('lock' in first)) throw new Error('not taken');
    writeFileSync(path, 'of somebody else');
    first.lock.release();
    expect(readFileSync(path, 'utf8')).toBe('of somebody else');
  });

  it('tells who is waited for', async () => {
    const first = tryLock(path);
    if (!('lock' in first)) throw new Error('not taken');
    const told: number[] = [];
    const waiting = waitForLock(path, (holder) => {
      told.push(holder.pid);
      first.lock.release();
    });
    (await waiting).release();
    expect(told).toEqual([process.pid]);
  });
});
