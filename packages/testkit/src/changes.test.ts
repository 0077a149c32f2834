import { LIMITS } from '@parley/contract';
import type { ParleyClient, TimelineMessage } from '@parley/sdk';
import { beforeEach, describe, expect, test } from 'vitest';
import { Scene, type SceneDevice, type SceneTab } from './scene.js';

let scene: Scene;
let anna: SceneDevice;
let bo: SceneDevice;
let conversationId: string;

beforeEach(() => {
  scene = new Scene();
  ({ anna, bo, conversationId } = scene.direct());
});

const shown = (client: ParleyClient): readonly TimelineMessage[] =>
  client.timeline(conversationId).getSnapshot().messages;
const texts = (client: ParleyClient): (string | undefined)[] => shown(client).map(({ content }) => content.text);

async function look({ client }: SceneTab): Promise<void> {
  client.watch([conversationId]);
  await client.timeline(conversationId).load();
  await scene.clock.advance(10);
}

async function said(by: SceneTab, ...lines: string[]): Promise<void> {
  for (const line of lines) by.client.send(conversationId, line);
  await scene.clock.advance(1_000);
}

/** Changed on the server while no inbox hears of it, as in a conversation that is read by its members. */
function changeQuietly(seq: number, text: string): void {
  const { store } = scene.server;
  store.change({ conversationId, seq }, anna.userId, (message) => ({ ...message, content: { type: 'text', text } }));
  store.outbox.clear();
}

describe('a message that is changed', () => {
  test('is edited, reacted to and recalled on every screen; nothing becomes unread by it', async () => {
    const [a, b] = [await scene.open(anna), await scene.open(bo)];
    await look(a);
    await look(b);
    await said(a, 'one', 'two');
    b.client.markRead(conversationId, 2);
    await a.client.editMessage({ conversationId, seq: 1 }, 'one, edited');
    await b.client.react({ conversationId, seq: 1 }, '👍', true);
    await scene.clock.advance(1_000);
    for (const { client } of [a, b]) {
      expect(texts(client)).toEqual(['one, edited', 'two']);
      expect(shown(client)[0]).toMatchObject({ edited: { version: 2 }, reactions: [{ emoji: '👍', count: 1 }] });
    }
    expect(shown(a.client)[0]?.reactions[0]?.mine).toBe(false);
    expect(shown(b.client)[0]?.reactions[0]?.mine).toBe(true);
    await a.client.recallMessage({ conversationId, seq: 2 });
    await scene.clock.advance(1_000);
    expect(shown(b.client)[1]).toMatchObject({ seq: 2, content: { type: 'recalled', by: anna.userId } });
    const row = b.client.chatList.getSnapshot().items[0];
    expect(row).toMatchObject({ unread: 0, lastMessage: { content: { type: 'recalled' } } });
  });

  test('in an open timeline is found by the rev of the head, and asked for once', async () => {
    const [a, b] = [await scene.open(anna), await scene.open(bo)];
    await look(b);
    await said(a, 'one', 'two', 'three', 'four', 'five');
    for (const seq of [1, 2, 3, 4, 5]) changeQuietly(seq, `edited ${seq}`);
    expect(texts(b.client)).toEqual(['one', 'two', 'three', 'four', 'five']);
    await scene.clock.advance(LIMITS.heartbeatMs + 2_000);
    expect(texts(b.client)).toEqual([1, 2, 3, 4, 5].map((seq) => `edited ${seq}`));
    // The model gives three changes at a time.
    const asked = b.transport.count('sync.batch');
    expect(asked).toBe(2);
    await scene.clock.advance(3 * LIMITS.heartbeatMs);
    expect(b.transport.count('sync.batch')).toBe(asked);
  });

  test('while the device is away is as it is now when the timeline is opened from the cache', async () => {
    const [a, b] = [await scene.open(anna), await scene.open(bo)];
    await look(b);
    await said(a, 'one', 'two');
    await b.client.stop();
    changeQuietly(1, 'one, edited meanwhile');
    await said(a, 'three');
    const again = await scene.open(bo);
    await look(again);
    await scene.clock.advance(2_000);
    expect(texts(again.client)).toEqual(['one, edited meanwhile', 'two', 'three']);
  });
});
