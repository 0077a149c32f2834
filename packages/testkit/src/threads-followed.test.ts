import { LIMITS } from '@parley/contract';
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
const list = ({ client }: SceneTab) => client.threads.getSnapshot();
const look = ({ client }: SceneTab): (() => void) => client.thread(conversationId, 1).subscribe(() => undefined);

/** Says something, and waits until everybody has it. */
async function say({ client }: SceneTab, text: string, extras = {}): Promise<void> {
  await client.whenSent(client.send(conversationId, text, extras));
  await scene.clock.advance(100);
}

describe('the threads that I follow', () => {
  test('are those that I said something in or that hang on what I said, with the number of unread ones', async () => {
    const [a, b, c] = [await scene.open(anna), await scene.open(bo), await scene.open(phone)];
    await say(a, 'root');
    expect(list(a)).toMatchObject({ status: 'ready', items: [], unread: 0 });
    await say(b, 'question', { thread });
    await scene.clock.advance(1_000);
    for (const tab of [a, c]) {
      expect(list(tab)).toMatchObject({
        unread: 1,
        items: [{ seq: 1, unread: 1, root: { content: { text: 'root' } }, last: { content: { text: 'question' } } }],
      });
    }
    expect(list(b)).toMatchObject({ unread: 0, items: [{ seq: 1, unread: 0 }] });
    const asked = c.transport.count('GET /api/v1/threads');
    await b.client.editMessage({ conversationId, seq: 2 }, 'question?');
    await say(b, 'second', { thread });
    await scene.clock.advance(1_000);
    expect(list(c).items).toMatchObject([{ unread: 2, last: { content: { text: 'second' } } }]);
    expect(c.transport.count('GET /api/v1/threads')).toBe(asked);
  });

  test('are read on every device once they are read on one', async () => {
    const [a, b, c] = [await scene.open(anna), await scene.open(bo), await scene.open(phone)];
    await say(a, 'root');
    await say(b, 'question', { thread });
    await scene.clock.advance(1_000);
    look(c);
    await scene.clock.advance(100);
    c.client.thread(conversationId, 1).read();
    expect(list(c).unread).toBe(0);
    await scene.clock.advance(2_000);
    expect(list(a).unread).toBe(0);
    const told = c.transport.count(`PATCH /api/v1/conversations/${conversationId}/threads/1`);
    c.client.thread(conversationId, 1).read();
    await scene.clock.advance(2_000);
    expect(c.transport.count(`PATCH /api/v1/conversations/${conversationId}/threads/1`)).toBe(told);
  });

  test('what was read offline is read when there is a connection, also after a restart', async () => {
    const [a, b] = [await scene.open(anna), await scene.open(bo)];
    await say(a, 'root');
    await say(b, 'question', { thread });
    look(a);
    await scene.clock.advance(1_000);
    scene.server.down = true;
    a.transport.cut();
    a.client.thread(conversationId, 1).read();
    await scene.clock.advance(100);
    await a.client.stop();
    scene.server.down = false;
    const again = await scene.open(anna);
    await scene.clock.advance(5_000);
    expect(list(again).unread).toBe(0);
    expect(list(await scene.open(phone)).unread).toBe(0);
  });

  test('are there without the server after a restart, as they were last known, and anew once it is back', async () => {
    const [a, b] = [await scene.open(anna), await scene.open(bo)];
    await say(a, 'root');
    await say(b, 'question', { thread });
    await scene.clock.advance(1_000);
    await say(b, 'and another', { thread });
    await scene.clock.advance(2_000);
    scene.server.down = true;
    await a.client.stop();
    const again = await scene.open(anna);
    expect(list(again)).toMatchObject({
      status: 'ready',
      unread: 1,
      items: [{ seq: 1, unread: 2, root: { content: { text: 'root' } }, last: { content: { text: 'and another' } } }],
    });
    scene.server.down = false;
    again.client.wake();
    b.client.wake();
    await scene.clock.advance(10_000);
    await say(b, 'third', { thread });
    expect(list(again).items).toMatchObject([{ unread: 3, last: { content: { text: 'third' } } }]);
    again.client.thread(conversationId, 1).subscribe(() => undefined);
    await scene.clock.advance(100);
    again.client.thread(conversationId, 1).read();
    await scene.clock.advance(2_000);
    scene.server.down = true;
    await again.client.stop();
    expect(list(await scene.open(anna))).toMatchObject({ status: 'ready', unread: 0, items: [{ unread: 0 }] });
  });

  test('one that I leave is gone from every list until I say something there again', async () => {
    const [a, b, c] = [await scene.open(anna), await scene.open(bo), await scene.open(phone)];
    await say(a, 'root');
    await say(b, 'question', { thread });
    await scene.clock.advance(1_000);
    await a.client.thread(conversationId, 1).follow(false);
    await scene.clock.advance(1_000);
    for (const tab of [a, c]) expect(list(tab)).toMatchObject({ items: [], unread: 0 });
    await say(b, 'not for me', { thread });
    await scene.clock.advance(1_000);
    for (const tab of [a, c]) expect(list(tab)).toMatchObject({ items: [], unread: 0 });
    await say(c, 'again', { thread });
    await scene.clock.advance(1_000);
    for (const tab of [a, c]) expect(list(tab)).toMatchObject({ items: [{ last: { content: { text: 'again' } } }] });
  });

  test('are listed by pages, the last that something was said in first; the number counts all', async () => {
    const [a, b] = [await scene.open(anna), await scene.open(bo)];
    const total = LIMITS.threadPage / 2 + 5;
    for (let seq = 1; seq <= total; seq += 1) await say(a, `root ${seq}`);
    for (let seq = 1; seq <= total; seq += 1) await say(b, `reply to ${seq}`, { thread: { seq } });
    const fresh = await scene.open(phone);
    await scene.clock.advance(1_000);
    expect(list(fresh)).toMatchObject({ unread: total, hasMore: true, items: { length: total - 5 } });
    await fresh.client.threads.loadMore();
    expect(list(fresh)).toMatchObject({ unread: total, hasMore: false });
    expect(list(fresh).items.map(({ seq }) => seq)).toEqual(Array.from({ length: total }, (_, at) => total - at));
    await say(b, 'once more', { thread });
    await scene.clock.advance(1_000);
    expect(list(fresh)).toMatchObject({ unread: total });
    expect(list(fresh).items[0]).toMatchObject({ seq: 1, unread: 2, last: { content: { text: 'once more' } } });
  });

  test('of who signs in next are theirs', async () => {
    const [a, b] = [await scene.open(anna), await scene.open(bo)];
    await say(a, 'root');
    await say(b, 'question', { thread });
    a.client.threads.subscribe(() => undefined);
    await a.client.logout();
    expect(list(a)).toMatchObject({ status: 'loading', items: [], unread: 0 });
    await a.client.adopt(scene.server.session(bo.userId, 'device_anna'));
    await a.client.start();
    await scene.clock.advance(1_000);
    expect(list(a)).toMatchObject({ status: 'ready', items: [{ seq: 1, unread: 0 }] });
  });

  test('of a large group are as they are now when somebody looks at the list: what was taken back is not read in it', async () => {
    const group = scene.server.store.openGroup([anna.userId, bo.userId], 'Group', scene.clock.now());
    scene.server.store.changeMode(group.conversationId, null, scene.clock.now());
    ({ conversationId } = group);
    scene.server.fanOutAll();
    const [a, b] = [await scene.open(anna), await scene.open(bo)];
    await say(a, 'root');
    await say(b, 'not meant for here', { thread });
    await scene.clock.advance(1_000);
    expect(list(a).items).toMatchObject([{ last: { content: { text: 'not meant for here' } } }]);
    await b.client.recallMessage({ conversationId, seq: 2 });
    await scene.clock.advance(1_000);
    const asked = a.transport.count('GET /api/v1/threads');
    await a.client.threads.refresh();
    expect(a.transport.count('GET /api/v1/threads')).toBe(asked + 1);
    expect(list(a).items).toMatchObject([{ last: { content: { type: 'recalled' } } }]);
    a.transport.online = false;
    await a.client.threads.refresh();
    expect(list(a)).toMatchObject({ status: 'ready', items: [{ last: { content: { type: 'recalled' } } }] });
  });
});
