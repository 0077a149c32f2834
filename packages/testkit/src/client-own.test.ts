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

const list = ({ client }: SceneTab) => client.chatList.getSnapshot();

describe('what is set for a chat', () => {
  test('is on the other device, pins it to the top and hides it until something is said', async () => {
    const [a, b, c] = [await scene.open(anna), await scene.open(phone), await scene.open(bo)];
    const other = scene.device(scene.user('Cai'), 'device_cai_');
    const later = scene.server.store.openDirect(anna.userId, other.userId, scene.clock.now() + 1).conversationId;
    scene.server.fanOutAll();
    await scene.clock.advance(100);
    expect(list(b).items.map((row) => row.conversationId)).toEqual([later, conversationId]);
    await a.client.setPersonal(conversationId, { pinned: true });
    await scene.clock.advance(10);
    expect(list(b).items.map((row) => row.conversationId)).toEqual([conversationId, later]);
    await b.client.hide(conversationId);
    await scene.clock.advance(10);
    for (const tab of [a, b]) expect(list(tab).items.map((row) => row.conversationId)).toEqual([later]);
    expect(list(a).hidden.map((row) => row.conversationId)).toEqual([conversationId]);
    c.client.send(conversationId, 'here again');
    await scene.clock.advance(100);
    for (const tab of [a, b]) expect(list(tab).items.map((row) => row.conversationId)).toEqual([conversationId, later]);
  });

  test('muted it is not counted; marked as unread it is, until it is looked at', async () => {
    const [a, b, c] = [await scene.open(anna), await scene.open(phone), await scene.open(bo)];
    await a.client.setPersonal(conversationId, { muteUntil: scene.clock.now() + 3_600_000 });
    c.client.send(conversationId, 'quietly');
    await scene.clock.advance(100);
    expect(list(b).items[0]?.unread).toBe(1);
    expect(list(b).unread).toBe(0);
    await a.client.setPersonal(conversationId, { muteUntil: null });
    a.client.markRead(conversationId, 1);
    await scene.clock.advance(1_100);
    expect(list(b).unread).toBe(0);
    await b.client.markUnread(conversationId);
    await scene.clock.advance(10);
    expect(list(a).unread).toBe(1);
    a.client.markRead(conversationId, 1);
    await scene.clock.advance(100);
    expect(list(b).unread).toBe(0);
  });
});

describe('what I said myself', () => {
  test('is told as read, seldom, and before it is too far back for the server to find', async () => {
    const [a] = [await scene.open(anna), await scene.open(bo)];
    const told = (): number => a.transport.count('receipt.read');
    for (const text of ['one', 'two', 'three']) {
      a.client.send(conversationId, text);
      await scene.clock.advance(1_000);
    }
    expect(told()).toBe(0);
    await scene.clock.advance(30_000);
    expect(told()).toBe(1);
    expect(scene.server.store.item(conversationId, anna.userId).readSeq).toBe(3);
    // In a thread nothing of the flow is read.
    a.client.send(conversationId, 'aside', { thread: { seq: 1 } });
    await scene.clock.advance(60_000);
    expect(told()).toBe(1);
  });

  test('does not hold back what was read of others', async () => {
    const [a, b] = [await scene.open(anna), await scene.open(bo)];
    a.client.send(conversationId, 'hello');
    await scene.clock.advance(100);
    b.client.send(conversationId, 'and you?');
    await scene.clock.advance(100);
    a.client.markRead(conversationId, 2);
    await scene.clock.advance(1_100);
    expect(a.transport.count('receipt.read')).toBe(1);
    await scene.clock.advance(60_000);
    expect(a.transport.count('receipt.read')).toBe(1);
  });
});

describe('a draft', () => {
  test('follows within seconds, is told seldom, and is gone everywhere when it is sent', async () => {
    const [a, b] = [await scene.open(anna), await scene.open(phone)];
    const places = scene.server.store.inbox(anna.userId).latestSeq;
    for (const text of ['h', 'he', 'hel', 'hello']) {
      a.client.setDraft(conversationId, text);
      await scene.clock.advance(100);
    }
    expect(a.client.draft(conversationId)).toBe('hello');
    await scene.clock.advance(LIMITS.draftEveryMs);
    expect(b.client.draft(conversationId)).toBe('hello');
    expect(scene.server.store.inbox(anna.userId).latestSeq).toBe(places + 1);
    b.client.send(conversationId, 'hello');
    expect(b.client.draft(conversationId)).toBe('');
    await scene.clock.advance(200);
    expect(a.client.draft(conversationId)).toBe('');
  });

  test('typed offline is kept through a restart and told later; what was typed after it elsewhere counts', async () => {
    const b = await scene.open(phone);
    const a = await scene.open(anna);
    scene.server.down = true;
    a.transport.cut();
    a.client.setDraft(conversationId, 'typed offline');
    await scene.clock.advance(50);
    await a.client.stop();
    scene.server.down = false;
    const again = await scene.open(anna);
    expect(again.client.draft(conversationId)).toBe('typed offline');
    await scene.clock.advance(LIMITS.draftEveryMs + 5_000);
    expect(b.client.draft(conversationId)).toBe('typed offline');
    b.client.setDraft(conversationId, 'typed after it');
    await scene.clock.advance(LIMITS.draftEveryMs + 100);
    expect(again.client.draft(conversationId)).toBe('typed after it');
  });
});

describe('a list that lacks rows', () => {
  test('leaves those that are known as they were, and has them anew once their shard is back', async () => {
    const [a, c] = [await scene.open(anna), await scene.open(bo)];
    c.client.send(conversationId, 'before');
    await scene.clock.advance(100);
    scene.server.awayConversations.add(conversationId);
    scene.server.store.renewInbox(anna.userId);
    a.client.wake();
    await scene.clock.advance(LIMITS.heartbeatMs * 1.2);
    expect(list(a).items.map((row) => row.lastMessage?.content.text)).toEqual(['before']);
    scene.server.awayConversations.clear();
    await scene.clock.advance(20_000);
    expect(list(a).items.map((row) => row.lastMessage?.content.text)).toEqual(['before']);

    scene.server.awayConversations.add(conversationId);
    const fresh = await scene.open(phone);
    expect(list(fresh).items).toEqual([]);
    scene.server.awayConversations.clear();
    await scene.clock.advance(20_000);
    expect(list(fresh).items.map((row) => row.lastMessage?.content.text)).toEqual(['before']);
  });
});
