import type { Store } from '@parley/sdk';
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

/** How often a store told of something, from now on. */
function counted(store: Store<unknown>): () => number {
  let told = 0;
  store.subscribe(() => (told += 1));
  return () => told;
}

describe('work is as much as what changes', () => {
  test('a keystroke makes one row anew, and its timeline is not told', async () => {
    const cai = scene.user('Cai');
    const other = scene.server.store.openDirect(anna.userId, cai, scene.clock.now() + 1).conversationId;
    scene.server.fanOutAll();
    const { client } = await scene.open(anna);
    const list = counted(client.chatList);
    const timeline = counted(client.timeline(conversationId));
    await scene.clock.advance(100);
    const before = client.chatList.getSnapshot().items;
    const told = { list: list(), timeline: timeline() };
    client.setDraft(conversationId, 'h');
    const after = client.chatList.getSnapshot().items;
    expect({ list: list(), timeline: timeline() }).toEqual({ ...told, list: told.list + 1 });
    expect(after.map((row) => row.conversationId)).toEqual([other, conversationId]);
    expect([after[0] === before[0], after[1] === before[1], after[1]?.draft?.text]).toEqual([true, false, 'h']);
  });

  test('a message tells the row that it is of, and nobody of names', async () => {
    const cai = scene.user('Cai');
    const other = scene.server.store.openDirect(anna.userId, cai, scene.clock.now() + 1).conversationId;
    scene.server.fanOutAll();
    const [{ client }, { client: bos }] = [await scene.open(anna), await scene.open(bo)];
    const stores = [client.row(conversationId), client.row(other), client.peerNames, client.channels];
    const told = stores.map(counted);
    const names = client.peerNames.getSnapshot();
    bos.send(conversationId, 'hello');
    await scene.clock.advance(100);
    expect(told.map((times) => times() > 0)).toEqual([true, false, false, false]);
    expect(client.row(conversationId).getSnapshot()).toMatchObject({ unread: 1, lastMessage: { seq: 1 } });
    expect(client.row('404').getSnapshot()).toBe(null);
    expect(client.peerNames.getSnapshot()).toBe(names);
    expect([...names]).toEqual(
      expect.arrayContaining([
        [bo.userId, 'Bo'],
        [cai, 'Cai'],
      ]),
    );
  });

  test('who is there is asked of those who are looked at, and of nobody else', async () => {
    await (await scene.open(anna)).client.stop();
    // Now the list is there when the connection is.
    const { client, transport } = await scene.open(anna);
    await scene.clock.advance(1_000);
    expect(transport.count('presence.get')).toBe(0);
    const away = client.lookAt([bo.userId]);
    await scene.clock.advance(1_000);
    expect(transport.count('presence.get')).toBe(1);
    expect(client.presence.getSnapshot().get(bo.userId)).toMatchObject({ online: false });
    away();
  });

  test('what is stored is read at once, not one thing after the other', async () => {
    const { client } = await scene.open(anna);
    await client.stop();
    const { storage } = anna;
    const slowly = async <T>(read: Promise<T>): Promise<T> => {
      await new Promise<void>((resolve) => scene.clock.setTimeout(resolve, 10));
      return read;
    };
    const slow: SceneDevice = {
      ...anna,
      storage: {
        get: (table, keys) => slowly(storage.get(table, keys)),
        range: (table, range) => slowly(storage.range(table, range)),
        write: (writes) => storage.write(writes),
        clear: () => storage.clear(),
      },
    };
    const again = scene.tab(slow);
    again.transport.online = false;
    const resumed = again.client.resume();
    await scene.clock.advance(1_000);
    await resumed;
    const list = counted(again.client.chatList);
    const started = again.client.start();
    // The cursor, then everything else; the queue is read after what other tabs have asked for.
    await scene.clock.advance(35);
    expect(again.client.chatList.getSnapshot()).toMatchObject({ loaded: true, items: [{ conversationId }] });
    expect(list()).toBeLessThanOrEqual(2);
    await started;
  });

  test('what came in while a device was away is told page by page, not message by message', async () => {
    const [a, b] = [await scene.open(anna), await scene.open(bo)];
    await b.client.stop();
    for (let number = 1; number <= 150; number += 1) a.client.send(conversationId, `message ${number}`);
    await scene.clock.advance(5_000);
    const again = scene.tab(bo);
    await again.client.resume();
    const list = counted(again.client.chatList);
    await again.client.start();
    await scene.clock.advance(1_000);
    expect(again.client.chatList.getSnapshot()).toMatchObject({ loaded: true, unread: 150 });
    expect(list()).toBeLessThan(15);
  });

  test('a device that holds nothing shows the first rows before it is connected', async () => {
    const tab = scene.tab(anna);
    await tab.client.adopt(scene.server.session(anna.userId, anna.deviceId));
    Object.assign(tab.transport, { connect: () => ({ emit: () => undefined, close: () => undefined }) });
    await tab.client.start();
    await scene.clock.advance(1_000);
    expect(tab.client.connection.getSnapshot().state).toBe('connecting');
    expect(tab.client.chatList.getSnapshot()).toMatchObject({ loaded: true, items: [{ conversationId }] });
  });

  test('a device that holds nothing shows the rows as they come; one that holds some changes over at once', async () => {
    const { store } = scene.server;
    for (const name of ['Cai', 'Dee', 'Eli', 'Fei']) store.openDirect(anna.userId, scene.user(name), scene.clock.now());
    scene.server.fanOutAll();
    const lengths = async (tab: SceneTab, start: () => Promise<unknown>): Promise<number[]> => {
      const shown: number[] = [];
      const { chatList } = tab.client;
      chatList.subscribe(() => {
        const { loaded, items } = chatList.getSnapshot();
        if (loaded && shown.at(-1) !== items.length) shown.push(items.length);
      });
      await start();
      await scene.clock.advance(1_000);
      return shown;
    };
    const tab = scene.tab(anna);
    await tab.client.adopt(scene.server.session(anna.userId, anna.deviceId));
    expect(await lengths(tab, () => tab.client.start())).toEqual([2, 4, 5]);
    // The first page while it connects, and once.
    expect(tab.transport.count('GET /api/v1/conversations')).toBe(3);
    // What the list said of a row is not asked for once more.
    expect(tab.transport.log.filter((line) => line.includes('/conversations/'))).toEqual([]);
    const { cursor } = tab.client;
    await tab.client.stop();
    store.renewInbox(anna.userId);
    const again = scene.tab(anna);
    await again.client.resume();
    expect(await lengths(again, () => again.client.start())).toEqual([5]);
    expect(again.client.cursor?.incarnation).not.toBe(cursor?.incarnation);
  });
});
