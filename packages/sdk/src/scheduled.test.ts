import type { Scheduled } from '@parley/contract';
import { expect, test } from 'vitest';
import { RestClient } from './rest.js';
import { ScheduledMessages } from './scheduled.js';

const row = (scheduledId: string): Scheduled => ({
  scheduledId,
  conversationId: '9',
  clientMsgId: `c_message_${scheduledId}`,
  content: { type: 'text', text: 'later' },
  sendAt: 1_000,
  state: 'waiting',
  version: 1,
  createdAt: 0,
});

async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}

test('whoever still looks when another person signs in sees what that person scheduled', async () => {
  let answer = [row('1')];
  const transport = {
    request: () => Promise.resolve({ status: 200, body: { scheduled: answer, next: null }, retryAfterMs: null }),
    connect: () => {
      throw new Error('nothing connects here');
    },
  };
  const token = (): Promise<string> => Promise.resolve('token');
  const rest = new RestClient(transport, { accessToken: token, refresh: token, refused: () => undefined });
  const clock = { now: () => 0, setTimeout: () => () => undefined };
  const scheduled = new ScheduledMessages({ rest, clock, random: { number: () => 0, id: () => 'id' } });
  const ids = (): string[] => scheduled.getSnapshot().items.map(({ scheduledId }) => scheduledId);
  scheduled.subscribe(() => undefined);
  await settle();
  expect(ids()).toEqual(['1']);
  scheduled.clear();
  expect(ids()).toEqual([]);
  answer = [row('2')];
  scheduled.ready();
  await settle();
  expect(ids()).toEqual(['2']);
});
