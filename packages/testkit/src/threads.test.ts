import { LIMITS } from '@parley/contract';
import type { ThreadSnapshot, TimelineSnapshot } from '@parley/sdk';
import { beforeEach, describe, expect, test } from 'vitest';
import { Scene, type SceneDevice, type SceneTab } from './scene.js';

let scene: Scene;
let anna: SceneDevice;
let phone: SceneDevice;
let bo: SceneDevice;
let conversationId: string;

beforeEach(() => {
  scene = new Scene();
  const user = scene.user('Anna');
  [anna, phone] = [scene.device(user, 'device_anna'), scene.device(user, 'device_phone')];
  bo = scene.device(scene.user('Bo'), 'device_bo__');
  conversationId = scene.server.store.openDirect(anna.userId, bo.userId, scene.clock.now()).conversationId;
  scene.server.fanOutAll();
});

const thread = { seq: 1 };
const texts = (messages: ThreadSnapshot['messages']): (string | undefined)[] =>
  messages.map(({ content }) => content.text ?? content.type);
const flow = async ({ client }: SceneTab): Promise<TimelineSnapshot> => {
  await client.timeline(conversationId).load();
  return client.timeline(conversationId).getSnapshot();
};
const inThread = ({ client }: SceneTab): ThreadSnapshot => client.thread(conversationId, 1).getSnapshot();
const look = ({ client }: SceneTab): (() => void) => client.thread(conversationId, 1).subscribe(() => undefined);

/** Says something, and waits until everybody has it. */
async function say({ client }: SceneTab, text: string, extras = {}): Promise<void> {
  await client.whenSent(client.send(conversationId, text, extras));
  await scene.clock.advance(100);
}

describe('a reply', () => {
  test('is in its thread and not in the flow, counts as nothing unread there, and is counted under its message', async () => {
    const [a, b] = [await scene.open(anna), await scene.open(bo)];
    await say(a, 'root');
    await flow(b);
    look(b);
    b.client.markRead(conversationId, 1);
    await say(a, 'first', { thread });
    await say(b, 'second', { thread });
    for (const tab of [a, b]) {
      const { messages } = await flow(tab);
      expect(texts(messages)).toEqual(['root']);
      expect(messages[0]?.replies).toMatchObject({ count: 2, lastSeq: 3, userIds: [bo.userId, anna.userId] });
    }
    expect(texts(inThread(b).messages)).toEqual(['first', 'second']);
    expect(inThread(b).root?.content.text).toBe('root');
    expect(inThread(b).messages.map((message) => message.thread)).toEqual([
      { seq: 1, ord: 1 },
      { seq: 1, ord: 2 },
    ]);
    const [row] = b.client.chatList.getSnapshot().items;
    expect(row).toMatchObject({ unread: 0, lastMessage: { content: { text: 'second' }, thread: { seq: 1, ord: 2 } } });
  });

  test('is never shown as read, however far the other has read the flow', async () => {
    const [a, b] = [await scene.open(anna), await scene.open(bo)];
    await say(a, 'root');
    await say(a, 'reply', { thread });
    look(a);
    b.client.markRead(conversationId, 2);
    await scene.clock.advance(1_500);
    expect((await flow(a)).messages.map(({ state }) => state)).toEqual(['read']);
    expect(inThread(a).messages.map(({ state }) => state)).toEqual(['delivered']);
    expect(a.client.chatList.getSnapshot().items[0]?.lastState).toBe('delivered');
  });

  test('waits in its thread while offline, and shows there that it failed', async () => {
    const a = await scene.open(anna);
    await say(a, 'root');
    look(a);
    await scene.clock.advance(100);
    a.transport.online = false;
    a.client.send(conversationId, 'later', { thread });
    expect(inThread(a).messages.map(({ state }) => state)).toEqual(['pending']);
    expect(texts((await flow(a)).messages)).toEqual(['root']);
    a.transport.online = true;
    a.client.wake();
    await scene.clock.advance(1_000);
    expect(inThread(a).messages.map(({ state, seq }) => [state, seq])).toEqual([['sent', 2]]);
    a.client.send(conversationId, '#blocked', { thread });
    await scene.clock.advance(1_000);
    expect(inThread(a).messages.map(({ state }) => state)).toEqual(['sent', 'failed']);
  });

  test('that waits is what its chat says that waits, not what was said last', async () => {
    const a = await scene.open(anna);
    await say(a, 'root');
    const row = () => a.client.chatList.getSnapshot().items[0];
    expect(row()).toMatchObject({ outgoing: null, waiting: null });
    a.transport.online = false;
    a.client.send(conversationId, 'later', { thread });
    expect(row()).toMatchObject({ outgoing: 'pending', waiting: { text: 'later', thread } });
    a.client.send(conversationId, 'in the flow');
    expect(row()?.waiting).toEqual({ type: 'text', text: 'in the flow' });
    expect(row()?.lastMessage?.content.text).toBe('root');
    a.transport.online = true;
    a.client.wake();
    await scene.clock.advance(1_000);
    expect(row()).toMatchObject({ outgoing: null, waiting: null, lastMessage: { content: { text: 'in the flow' } } });
    a.client.send(conversationId, '#blocked', { thread });
    await scene.clock.advance(1_000);
    expect(row()).toMatchObject({ outgoing: 'failed', waiting: null });
  });

  test('counts as said in its conversation, for whoever may say something only now and then', async () => {
    const [a, b] = [await scene.open(anna), await scene.open(phone)];
    const other = await scene.open(bo);
    const said = ({ client }: SceneTab): number | null => client.timeline(conversationId).lastSaidAt();
    for (const tab of [a, b, other]) await flow(tab);
    expect(said(a)).toBeNull();
    await say(a, 'root');
    const atRoot = said(a);
    await scene.clock.advance(5_000);
    await say(a, 'reply', { thread });
    for (const tab of [a, b]) expect((said(tab) ?? 0) - (atRoot ?? 0)).toBeGreaterThanOrEqual(5_000);
    expect(said(other)).toBeNull();
    a.transport.online = false;
    await scene.clock.advance(5_000);
    a.client.send(conversationId, 'waits', { thread });
    expect(said(a)).toBe(scene.clock.now());
  });

  test('that is edited, recalled or reacted to is so in the thread, wherever that lies', async () => {
    const [a, b] = [await scene.open(anna), await scene.open(bo)];
    await say(a, 'root');
    for (const text of ['one', 'two']) await say(a, text, { thread });
    look(b);
    await scene.clock.advance(100);
    await a.client.editMessage({ conversationId, seq: 2 }, 'one!');
    await a.client.recallMessage({ conversationId, seq: 3 });
    await b.client.react({ conversationId, seq: 2 }, '👍', true);
    await scene.clock.advance(100);
    expect(texts(inThread(b).messages)).toEqual(['one!', 'recalled']);
    expect(inThread(b).messages[0]?.reactions).toMatchObject([{ emoji: '👍', count: 1, mine: true }]);
    expect(inThread(b).root?.replies?.count).toBe(2);
  });

  test('of a read-mode conversation reaches who has the thread open, though nobody watches the conversation', async () => {
    const group = scene.server.store.openGroup([anna.userId, bo.userId], 'Group', scene.clock.now());
    scene.server.store.changeMode(group.conversationId, null, scene.clock.now());
    ({ conversationId } = group);
    scene.server.fanOutAll();
    const [a, b] = [await scene.open(anna), await scene.open(bo)];
    await say(a, 'root');
    const away = look(b);
    await scene.clock.advance(100);
    await say(a, 'reply', { thread });
    expect(texts(inThread(b).messages)).toEqual(['reply']);
    away();
    await say(a, 'while away', { thread });
    look(b);
    await scene.clock.advance(100);
    expect(texts(inThread(b).messages)).toEqual(['reply', 'while away']);
  });
});

describe('a thread of a read-mode conversation, while its conversation shows something old', () => {
  test('has what was said while the connection was away, and what no frame told of', async () => {
    const group = scene.server.store.openGroup([anna.userId, bo.userId], 'Group', scene.clock.now());
    scene.server.store.changeMode(group.conversationId, null, scene.clock.now());
    ({ conversationId } = group);
    scene.server.fanOutAll();
    const [a, b] = [await scene.open(anna), await scene.open(bo)];
    for (let seq = 1; seq <= LIMITS.historyPage; seq += 1) await say(a, `said ${seq}`);
    await flow(b);
    await b.client.timeline(conversationId).loadAround(1);
    expect(b.client.timeline(conversationId).getSnapshot().hasNewer).toBe(true);
    look(b);
    await scene.clock.advance(100);
    b.transport.online = false;
    await say(a, 'missed', { thread });
    await say(a, 'said after it');
    b.transport.online = true;
    b.client.wake();
    await scene.clock.advance(1_000);
    expect(texts(inThread(b).messages)).toEqual(['missed']);
    await b.client.thread(conversationId, 1).follow(true);
    for (const connection of scene.server.connections.values()) connection.watching = new Set();
    await say(a, 'told by nothing but its count', { thread });
    await scene.clock.advance(2_000);
    expect(texts(inThread(b).messages)).toEqual(['missed', 'told by nothing but its count']);
  });
});

describe('the flow', () => {
  test('is paged through until there is something to see, however many replies lie between', async () => {
    const a = await scene.open(anna);
    for (let seq = 1; seq <= 30; seq += 1) await say(a, `said ${seq}`);
    for (let reply = 0; reply < 120; reply += 1) await say(a, `reply ${reply}`, { thread });
    const other = await scene.open(phone);
    const { messages, hasOlder } = await flow(other);
    expect(messages.length).toBeGreaterThan(0);
    expect(messages.at(-1)?.content.text).toBe('said 30');
    if (hasOlder) await other.client.timeline(conversationId).loadOlder();
    expect(texts((await flow(other)).messages)[0]).toBe('said 1');
    await other.client.timeline(conversationId).loadAround(100);
    expect(other.client.timeline(conversationId).threadOf(100)).toBe(1);
  });

  test('that was seen to its end is read over the replies behind it', async () => {
    const [a, b] = [await scene.open(anna), await scene.open(bo)];
    await say(a, 'root');
    await say(a, 'reply', { thread });
    await flow(b);
    expect(b.client.timeline(conversationId).seenTo(1)).toBe(2);
    await say(a, 'more');
    expect(b.client.timeline(conversationId).seenTo(1)).toBe(2);
  });

  test('tells how many replies there are after a restart, though the message itself was stored before them', async () => {
    const [a, b] = [await scene.open(anna), await scene.open(bo)];
    await say(a, 'root');
    await flow(b);
    for (const text of ['one', 'two']) await say(a, text, { thread });
    await a.client.editMessage({ conversationId, seq: 1 }, 'root!');
    await scene.clock.advance(100);
    await b.client.stop();
    scene.server.down = true;
    const again = await scene.open(bo);
    const [root] = (await flow(again)).messages;
    expect(root).toMatchObject({ content: { text: 'root!' }, replies: { count: 2, lastSeq: 3 } });
  });
});

describe('a thread', () => {
  test('begins with its newest page and goes back to the first reply', async () => {
    const [a, b] = [await scene.open(anna), await scene.open(bo)];
    await say(a, 'root');
    const total = LIMITS.threadPage + 10;
    for (let reply = 1; reply <= total; reply += 1) await say(a, `reply ${reply}`, { thread });
    await scene.clock.advance(1_000);
    await b.client.stop();
    const fresh = await scene.open(scene.device(bo.userId, 'device_bo_2'));
    look(fresh);
    await scene.clock.advance(1_000);
    expect(texts(inThread(fresh).messages).at(-1)).toBe(`reply ${total}`);
    expect(inThread(fresh).hasOlder).toBe(true);
    for (let page = 0; inThread(fresh).hasOlder; page += 1) {
      expect(page).toBeLessThan(3);
      await fresh.client.thread(conversationId, 1).loadOlder();
    }
    expect(texts(inThread(fresh).messages)).toEqual(Array.from({ length: total }, (_, at) => `reply ${at + 1}`));
  });

  test('that was open while the connection was away shows what was said meanwhile, without a gap', async () => {
    const [a, b] = [await scene.open(anna), await scene.open(bo)];
    await say(a, 'root');
    await say(a, 'before', { thread });
    look(b);
    await scene.clock.advance(100);
    b.transport.online = false;
    for (let reply = 0; reply < LIMITS.threadPage; reply += 1) await say(a, `missed ${reply}`, { thread });
    b.transport.online = true;
    b.client.wake();
    await scene.clock.advance(2_000);
    const shown = inThread(b).messages.map((message) => message.thread?.ord ?? 0);
    const last = LIMITS.threadPage + 1;
    expect(shown).toEqual(Array.from({ length: shown.length }, (_, at) => last - shown.length + 1 + at));
  });

  test('of a message that has none is refused, with what was wrong', async () => {
    const a = await scene.open(anna);
    a.client.thread(conversationId, 9).subscribe(() => undefined);
    await scene.clock.advance(100);
    const { status, error } = a.client.thread(conversationId, 9).getSnapshot();
    expect([status, error?.code]).toEqual(['error', 'THREAD_NOT_FOUND']);
  });

  test('shows offline what this device holds of it', async () => {
    const [a, b] = [await scene.open(anna), await scene.open(bo)];
    await say(a, 'root');
    await say(a, 'kept', { thread });
    await b.client.stop();
    scene.server.down = true;
    const again = await scene.open(bo);
    look(again);
    await scene.clock.advance(100);
    expect(inThread(again).status).toBe('ready');
    expect(texts(inThread(again).messages)).toEqual(['kept']);
  });
});

describe('a draft in a thread', () => {
  test('is its own, follows to other devices, survives a restart, and is gone once it is sent', async () => {
    const [a, c] = [await scene.open(anna), await scene.open(phone)];
    await say(a, 'root');
    a.client.setDraft(conversationId, 'in the chat');
    a.client.setDraft(conversationId, 'in the thread', 1);
    await scene.clock.advance(LIMITS.draftEveryMs + 100);
    expect(c.client.draft(conversationId)).toBe('in the chat');
    expect(c.client.draft(conversationId, 1)).toBe('in the thread');
    scene.server.down = true;
    a.transport.cut();
    a.client.setDraft(conversationId, 'typed offline', 1);
    await scene.clock.advance(50);
    await a.client.stop();
    scene.server.down = false;
    const again = await scene.open(anna);
    expect(again.client.draft(conversationId, 1)).toBe('typed offline');
    await scene.clock.advance(LIMITS.draftEveryMs + 5_000);
    expect(c.client.draft(conversationId, 1)).toBe('typed offline');
    await say(c, 'said', { thread });
    await scene.clock.advance(1_000);
    expect(again.client.draft(conversationId, 1)).toBe('');
    expect(again.client.draft(conversationId)).toBe('in the chat');
  });

  test('typed in a tab without the lock is told by the one that has it', async () => {
    const leading = await scene.open(anna);
    const other = await scene.open(anna);
    const c = await scene.open(phone);
    await say(leading, 'root');
    expect(other.client.isLeader).toBe(false);
    other.client.setDraft(conversationId, 'from the other tab', 1);
    await scene.clock.advance(LIMITS.draftEveryMs + 200);
    expect(c.client.draft(conversationId, 1)).toBe('from the other tab');
  });
});
