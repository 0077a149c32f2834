import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { inject, expect, it } from 'vitest';
import { createNodePorts, ParleyClient } from '@parley/sdk';
import { newPeople } from './people.js';
import { checkout } from './stack.js';

const folder = path.join(checkout, 'docs/examples/python');
const venv = path.join(checkout, '.tools/python');
const python = path.join(venv, 'bin/python');

type Step = { step: string } & Record<string, unknown>;

/** The interpreter with what the example needs; the reason why there is none. */
function prepare(): string | null {
  const run = (file: string, args: string[]): string | null => {
    const { status, stdout, stderr, error } = spawnSync(file, args, { encoding: 'utf8' });
    return status === 0 ? null : `${file} ${args.join(' ')}: ${error?.message ?? `${stdout}${stderr}`.slice(-300)}`;
  };
  if (!existsSync(python)) {
    const missing = run('python3', ['-m', 'venv', venv]);
    if (missing !== null) return missing;
  }
  const installed = run(python, [
    '-m',
    'pip',
    'install',
    '--quiet',
    '--disable-pip-version-check',
    '-r',
    path.join(folder, 'requirements.txt'),
  ]);
  if (installed !== null) throw new Error(installed);
  return null;
}

it('a client in another language signs in, makes a group, sends, receives and reads the history', async () => {
  const missing = prepare();
  if (missing !== null) {
    console.log(`n/a: no Python 3 with venv here (${missing})`);
    // Whoever may install it has to.
    expect(process.getuid?.()).not.toBe(0);
    return;
  }
  const { url } = inject('stack');
  const [snake, li] = await newPeople('Snake', '李雷');
  const client = new ParleyClient({ ports: createNodePorts({ url }) });
  await client.login({ login: li.login, password: li.password, deviceName: 'test', platform: 'other' });
  await client.start();
  await client.whenOnline();
  client.onMessage(({ conversationId, content }) => {
    if (content.text === 'Hello from Python') client.send(conversationId, '你好，Python');
  });

  const child = spawn(python, ['parley_example.py', url, snake.login, li.login, 'Hello from Python'], {
    cwd: folder,
    env: { ...process.env, PARLEY_PASSWORD: snake.password },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const steps: Step[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => steps.push(JSON.parse(line) as Step));
  const [code] = (await once(child, 'close')) as [number | null];
  await client.stop();
  expect(code).toBe(0);
  expect(steps).toMatchObject([
    { step: 'signed in' },
    { step: 'group made', name: 'Python 小组', members: 2 },
    { step: 'sent', seq: 2, sameAgain: true },
    { step: 'received', seq: 3, text: '你好，Python' },
    { step: 'history', seqs: [1, 2, 3], said: ['created', 'Hello from Python', '你好，Python'] },
    { step: 'refused', code: 'CONVERSATION_NOT_FOUND' },
  ]);
});
