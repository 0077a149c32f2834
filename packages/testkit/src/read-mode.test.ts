import { LIMITS } from '@parley/contract';
import type { ChatRow, ParleyClient } from '@parley/sdk';
import { beforeEach, describe, expect, test } from 'vitest';
import { Scene, type SceneDevice, type SceneTab } from './scene.js';

let scene: Scene;
let anna: SceneDevice;
let bo: SceneDevice;
let conversationId: string;
/** Counts what nobody is told of. */
let said = 0;

beforeEach(async () => {
  scene = new Scene();
  anna = scene.device(scene.user('Anna'), 'device_anna');
  bo = scene.device(scene.user('Bo'), 'device_bo__');
  const { store } = scene.server;
  conversationId = store.openGroup([anna.userId, bo.userId], 'All', scene.clock.now()).conversationId;
  store.changeMode(conversationId, null, scene.clock.now());
  scene.server.fanOutAll();
  await scene.clock.advance(10);
});

const row = (client: ParleyClient): ChatRow | undefined => client.chatList.getSnapshot().items[0];
const texts = (client: ParleyClient): (string | undefined)[] =>
  client
    .timeline(conversationId)
    .getSnapshot()
    .messages.map(({ content }) => content.text);

/** Has it on screen. */
async function look({ client }: SceneTab): Promise<void> {
  client.watch([conversationId]);
  client.timeline(conversationId).subscribe(() => undefined);
  await scene.clock.advance(50);
}

async function say(by: SceneTab, ...lines: string[]): Promise<void> {
  for (const line of lines) by.client.send(conversationId, line);
  await scene.clock.advance(1_000);
}

/** So many are said, and nobody is told. */
function missed(count: number): void {
  const { store } = scene.server;
  for (let at = 1; at <= count; at += 1) {
    const content = { type: 'text' as const, text: `said ${at}` };
    said += 1;
    const clientMsgId = `unheard_${said}`;
    store.append({ conversationId, senderId: anna.userId, clientMsgId, origin: '', content }, scene.clock.now());
  }
  store.outbox.clear();
}

/** Has twenty messages on screen. */
async function atTwenty(): Promise<SceneTab> {
  const tab = await scene.open(bo);
  await look(tab);
  missed(20);
  await scene.clock.advance(LIMITS.heartbeatMs * 1.2);
  return tab;
}

/** From now on the newest page is answered when the test says so. */
function holdNewest({ transport }: SceneTab): (() => void)[] {
  const { request } = transport;
  const held: (() => void)[] = [];
  const holding: typeof request = async (one) => {
    if (/\/messages\?limit=/.test(one.path)) await new Promise<void>((go) => void held.push(go));
    return request(one);
  };
  Object.assign(transport, { request: holding });
  return held;
}

describe('a conversation in read mode', () => {
  test('is pushed to who looks; the others know how far it is, and pull when they look', async () => {
    const [a, b] = [await scene.open(anna), await scene.open(bo)];
    await look(a);
    await say(a, 'one', 'two');
    expect(scene.server.store.inbox(bo.userId).latestSeq).toBe(1);
    expect(row(b.client)).toMatchObject({ unread: 2, head: { seq: 2, ord: 2 }, lastMessage: null });
    expect(b.transport.count('sync.batch')).toBe(0);
    await look(b);
    expect(texts(b.client)).toEqual(['one', 'two']);
    expect(row(b.client)).toMatchObject({ unread: 2, lastMessage: { seq: 2 } });
    const asked = b.transport.log.length;
    await say(a, 'three');
    expect(texts(b.client)).toEqual(['one', 'two', 'three']);
    expect(b.transport.log.slice(asked)).toEqual([]);
  });

  test('what was lost on its way is found by the heartbeat', async () => {
    const [a, b] = [await scene.open(anna), await scene.open(bo)];
    await look(b);
    await say(a, 'one');
    const { store } = scene.server;
    const send = { conversationId, senderId: anna.userId, clientMsgId: 'c_unheard', origin: '' };
    store.append({ ...send, content: { type: 'text', text: 'unheard' } }, scene.clock.now());
    store.change({ conversationId, seq: 1 }, anna.userId, (message) => ({
      ...message,
      content: { type: 'text', text: 'one, edited' },
    }));
    store.outbox.clear();
    expect(texts(b.client)).toEqual(['one']);
    await scene.clock.advance(LIMITS.heartbeatMs * 1.2);
    expect(texts(b.client)).toEqual(['one, edited', 'unheard']);
    expect(row(b.client)?.unread).toBe(2);
  });

  test('who reads far up, with the end let go of, has the row go on all the same', async () => {
    const [a, b] = [await scene.open(anna), await scene.open(bo)];
    await look(b);
    await say(a, 'one', 'two', 'three', 'four');
    b.client.markRead(conversationId, 4);
    b.client.timeline(conversationId).trim(1, 2);
    expect(b.client.timeline(conversationId).getSnapshot().hasNewer).toBe(true);
    const { store } = scene.server;
    const send = { conversationId, senderId: anna.userId, clientMsgId: 'c_unheard', origin: '' };
    store.append({ ...send, content: { type: 'text', text: 'unheard' } }, scene.clock.now());
    store.outbox.clear();
    await scene.clock.advance(LIMITS.heartbeatMs * 1.2);
    expect(row(b.client)).toMatchObject({ unread: 1, head: { seq: 5 } });
  });

  test('who goes elsewhere while the newest page is on its way stays there', async () => {
    const b = await scene.open(bo);
    await look(b);
    missed(1_200);
    const held = holdNewest(b);
    await scene.clock.advance(LIMITS.heartbeatMs * 1.2);
    expect(held).toHaveLength(1);
    const timeline = b.client.timeline(conversationId);
    await timeline.loadAround(300);
    held[0]?.();
    await scene.clock.advance(1_000);
    expect(timeline.getSnapshot().hasNewer).toBe(true);
    expect(timeline.getSnapshot().messages.map(({ seq }) => seq)).toContain(300);
  });

  test('who has its end on screen sees the newest of much that they missed, and nothing of the rest before', async () => {
    const b = await atTwenty();
    const timeline = b.client.timeline(conversationId);
    timeline.follow(true);
    missed(150);
    const held = holdNewest(b);
    await scene.clock.advance(LIMITS.heartbeatMs * 1.2);
    expect(held).toHaveLength(1);
    const { messages } = scene.server.store.conversations.get(conversationId) ?? { messages: [] };
    expect(texts(b.client).at(-1)).toBe('said 20');
    held[0]?.();
    await scene.clock.advance(10);
    expect(texts(b.client)).toEqual(messages.slice(-50).map(({ content }) => content.text));
    await timeline.loadOlder();
    expect(texts(b.client)).toEqual(messages.slice(-100).map(({ content }) => content.text));
  });

  test('who says something while the newest page is on its way gets it all the same', async () => {
    const b = await atTwenty();
    const timeline = b.client.timeline(conversationId);
    timeline.follow(true);
    missed(150);
    const held = holdNewest(b);
    await scene.clock.advance(LIMITS.heartbeatMs * 1.2);
    expect(held).toHaveLength(1);
    await timeline.loadNewest();
    held[0]?.();
    await scene.clock.advance(10);
    expect(texts(b.client).at(-1)).toBe('said 150');
    expect(texts(b.client)).toHaveLength(50);
  });

  test('who reads what was said before stays there, however much they missed', async () => {
    const b = await atTwenty();
    const timeline = b.client.timeline(conversationId);
    timeline.follow(false);
    missed(1_200);
    await scene.clock.advance(LIMITS.heartbeatMs * 1.2);
    expect(texts(b.client)).toEqual(Array.from({ length: 20 }, (_, at) => `said ${at + 1}`));
    expect(timeline.getSnapshot().hasNewer).toBe(true);
    await timeline.loadNewer();
    expect(texts(b.client).slice(0, 25).at(-1)).toBe('said 5');
    await timeline.loadNewest();
    expect(texts(b.client).at(-1)).toBe('said 1200');
  });

  test('a tab that opens what another tab of the device has pulled shows the newest of it in its list, too', async () => {
    const a = await scene.open(anna);
    const [first, second] = [await scene.open(bo), await scene.open(bo)];
    await look(first);
    await say(a, 'one', 'two');
    expect(row(second.client)).toMatchObject({ unread: 2, lastMessage: null });
    await look(second);
    expect(texts(second.client)).toEqual(['one', 'two']);
    expect(row(second.client)).toMatchObject({ unread: 2, lastMessage: { content: { text: 'two' } } });
    expect(second.transport.log.filter((line) => line.includes('/messages'))).toEqual([]);
  });

  test('the mode changes back and forth: each message comes once, by whichever way, and a system message counts as nothing', async () => {
    const [a, b] = [await scene.open(anna), await scene.open(bo)];
    await look(b);
    for (const text of ['read', 'write', 'read again']) {
      await say(a, text);
      scene.server.store.changeMode(conversationId, anna.userId, scene.clock.now());
      scene.server.fanOutAll();
      await scene.clock.advance(100);
    }
    expect(texts(b.client)).toEqual(['read', undefined, 'write', undefined, 'read again', undefined]);
    expect(row(b.client)).toMatchObject({ unread: 3, head: { seq: 6, ord: 3 } });
  });
});
