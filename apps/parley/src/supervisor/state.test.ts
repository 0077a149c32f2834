import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, it } from 'vitest';

import { identify } from '../bootstrap/process-identity.js';
import { createDataDir, dataDirAt, writeJson, type DataDir } from '../data-dir.js';
import { leftBehind, notRunning } from './state.js';

let dir: DataDir;
beforeEach(() => {
  dir = dataDirAt(mkdtempSync(join(tmpdir(), 'parley-state-')));
  createDataDir(dir);
});
afterEach(() => rmSync(dir.root, { recursive: true }));

const me = identify(process.pid);
const gone = { ...me, start: '1' };
const part = (name: string, process: object): object => ({ name, state: 'up', restarts: 0, since: '', ...process });

it('parts whose supervisor was killed are told, with what to do', () => {
  writeJson(dir.state, { supervisor: gone, phase: 'up', parts: [part('server', { ...me }), part('web', gone)] });
  expect(leftBehind(dir).map(({ name }) => name)).toEqual(['server']);
  expect(notRunning(dir)).toMatch(/supervisor .* was killed; server runs on .*up takes over, .*down ends/);
});

it('nothing is left behind where nothing runs, or where the supervisor does', () => {
  expect(notRunning(dir)).toMatch(/not running\. Start it with/);
  writeJson(dir.state, { supervisor: gone, phase: 'up', parts: [part('web', gone), part('server', {})] });
  expect(leftBehind(dir)).toEqual([]);
  writeJson(dir.state, { supervisor: me, phase: 'up', parts: [part('server', { ...me })] });
  expect(leftBehind(dir)).toEqual([]);
});
