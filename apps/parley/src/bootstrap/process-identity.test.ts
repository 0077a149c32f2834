import { spawn } from 'node:child_process';
import { once } from 'node:events';

import { expect, it } from 'vitest';

import { identify, signalProcess } from './process-identity.js';

it('a signal to what has ended meanwhile, or whose number somebody else has, is none and no error', async () => {
  const child = spawn('sleep', ['60']);
  await once(child, 'spawn');
  const identity = identify(child.pid ?? 0);
  if (identity === undefined) throw new Error('it does not run');
  expect(signalProcess({ ...identity, start: '1' }, 'SIGKILL')).toBe(false);
  const ended = once(child, 'exit');
  expect(signalProcess(identity, 'SIGTERM')).toBe(true);
  await ended;
  expect(signalProcess(identity, 'SIGTERM')).toBe(false);
});
