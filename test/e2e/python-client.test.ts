import { once } from 'node:events';
import { inject, expect, it } from 'vitest';
import { createNodePorts, ParleyClient } from '@parley/sdk';
import { newPeople } from './people.js';
import { preparePython, runPython } from './python.js';

it('a client in another language signs in, makes a group, sends, receives and reads the history', async () => {
  const missing = preparePython();
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

  const { child, steps } = runPython('parley_example.py', snake, [url, snake.login, li.login, 'Hello from Python']);
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
