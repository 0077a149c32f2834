import { spawn } from 'node:child_process';
import { once } from 'node:events';

import { expect, it } from 'vitest';

import { endOn } from './run-tool.js';

it.each(['before', 'after'])('a tool ends when its signal comes %s its start', async (when) => {
  const asked = new AbortController();
  if (when === 'before') asked.abort();
  const child = spawn('/bin/sleep', ['60']);
  endOn(asked.signal, child);
  const closed = once(child, 'close');
  asked.abort();
  expect(await closed).toEqual([null, 'SIGTERM']);
});
