import { LIMITS, ParleyError } from '@parley/contract';
import type { ParleyClient, TimelineMessage } from '@parley/sdk';
import { beforeEach, describe, expect, test } from 'vitest';
import { BLOCKED } from './model/server.js';
import { Scene, type SceneDevice, type SceneTab } from './scene.js';

let scene: Scene;
let anna: SceneDevice;
let bo: SceneDevice;
let conversationId: string;

beforeEach(() => {
  scene = new Scene();
  ({ anna, bo, conversationId } = scene.direct());
});

const row = (client: ParleyClient) => client.chatList.getSnapshot().items[0];
const shown = (client: ParleyClient): readonly TimelineMessage[] =>
  client.timeline(conversationId).getSnapshot().messages;
const texts = (client: ParleyClient): string[] => shown(client).map(({ content }) => content.text ?? '');
const stored = (): string[] =>
  (scene.server.store.conversations.get(conversationId)?.messages ?? []).map(({ content }) => content.text ?? '');

async function look({ client }: SceneTab): Promise<void> {
  client.watch([conversationId]);
  await client.timeline(conversationId).load();
  await scene.clock.advance(10);
}

describe('two people', () => {
  test('chat both ways; states go from pending to sent, delivered and read', async () => {
    const [a, b] = [await scene.open(anna), await scene.open(bo)];
    await look(a);
    await look(b);
    const clientMsgId = a.client.send(conversationId, 'hello 你好');
    expect(shown(a.client).map(({ state }) => state)).toEqual(['pending']);
    const [{ key } = { key: '' }] = shown(a.client);
    await scene.clock.advance(100);
    expect(await a.client.whenSent(clientMsgId)).toMatchObject({ seq: 1, ord: 1 });
    expect(shown(a.client)).toMatchObject([{ key, state: 'sent', seq: 1 }]);
    expect(texts(b.client)).toEqual(['hello 你好']);
    expect(row(b.client)).toMatchObject({ unread: 1, lastState: null });
    await scene.clock.advance(LIMITS.cursorAckMs);
    expect(shown(a.client)[0]?.state).toBe('delivered');
    b.client.markRead(conversationId, 1);
    expect(row(b.client)?.unread).toBe(0);
    await scene.clock.advance(1_100);
    expect(shown(a.client)[0]?.state).toBe('read');
    expect(row(a.client)?.lastState).toBe('read');
  });

  test('in a ping-pong nobody pulls: places of own sends come with events and acks', async () => {
    const [a, b] = [await scene.open(anna), await scene.open(bo)];
    const pulls = a.transport.count('sync.pull');
    for (let turn = 0; turn < 20; turn += 1) {
      a.client.send(conversationId, `ping ${turn}`);
      await scene.clock.advance(400);
      b.client.send(conversationId, `pong ${turn}`);
      await scene.clock.advance(400);
    }
    expect(a.client.cursor?.inboxSeq).toBe(scene.server.store.inbox(anna.userId).latestSeq);
    expect(a.transport.count('sync.pull')).toBe(pulls);
  });

  test('an answer takes the cursor along: the other sees "delivered" at once, and no frame is spent on it', async () => {
    const [a, b] = [await scene.open(anna), await scene.open(bo)];
    await look(a);
    await scene.clock.advance(LIMITS.cursorAckMs * 2.1);
    b.transport.cursors.length = 0;
    a.client.send(conversationId, 'a question');
    await scene.clock.advance(1_000);
    b.client.send(conversationId, 'an answer');
    await scene.clock.advance(100);
    expect(shown(a.client)[0]?.state).toBe('delivered');
    await scene.clock.advance(LIMITS.cursorAckMs);
    const { latestSeq } = scene.server.store.inbox(bo.userId);
    expect(b.transport.cursors).toEqual([{ event: 'message.send', inboxSeq: latestSeq - 1 }]);
  });

  test('a brisk chat tells the cursor as seldom as a slow one; the next heartbeat tells what is left', async () => {
    const [a, b] = [await scene.open(anna), await scene.open(bo)];
    await scene.clock.advance(LIMITS.cursorAckMs);
    b.transport.cursors.length = 0;
    for (let turn = 0; turn < 50; turn += 1) {
      a.client.send(conversationId, `ping ${turn}`);
      await scene.clock.advance(100);
      b.client.send(conversationId, `pong ${turn}`);
      await scene.clock.advance(100);
    }
    expect(b.transport.cursors.length).toBeLessThanOrEqual(10_000 / LIMITS.cursorAckMs + 1);
    await scene.clock.advance(LIMITS.heartbeatMs * 1.2);
    expect(b.transport.cursors.at(-1)?.inboxSeq).toBe(scene.server.store.inbox(bo.userId).latestSeq);
  });

  test('while a database is away the connection is kept: an answer is a sign of life, whatever it says', async () => {
    const a = await scene.open(anna);
    scene.server.databaseAway = true;
    await scene.clock.advance(LIMITS.heartbeatMs * 10);
    expect(a.client.connection.getSnapshot().state).toBe('online');
    a.transport.silent = true;
    await scene.clock.advance(LIMITS.heartbeatMs * 5);
    expect(a.client.connection.getSnapshot().state).not.toBe('online');
  });

  test('typing shows to who watches, and fades by itself or with the message', async () => {
    const [a, b] = [await scene.open(anna), await scene.open(bo)];
    await look(b);
    const typers = b.client.typers(conversationId);
    a.client.typing(conversationId);
    a.client.typing(conversationId);
    await scene.clock.advance(10);
    expect(typers.getSnapshot()).toEqual([anna.userId]);
    expect(a.transport.count('typing')).toBe(1);
    await scene.clock.advance(6_000);
    expect(typers.getSnapshot()).toEqual([]);
    a.client.typing(conversationId);
    await scene.clock.advance(10);
    a.client.send(conversationId, 'done');
    await scene.clock.advance(100);
    expect(typers.getSnapshot()).toEqual([]);
    a.client.typing(conversationId);
    await scene.clock.advance(10);
    expect(typers.getSnapshot()).toEqual([anna.userId]);
  });

  test('a message is told to listeners once, whichever way it comes', async () => {
    const b = await scene.open(bo);
    const heard: string[] = [];
    b.client.onMessage(({ content }) => heard.push(content.text ?? ''));
    const a = await scene.open(anna);
    a.client.send(conversationId, 'one');
    await scene.clock.advance(100);
    b.transport.cut();
    a.client.send(conversationId, 'two');
    b.client.send(conversationId, 'mine');
    await scene.clock.advance(40_000);
    expect(heard.sort()).toEqual(['mine', 'one', 'two']);
  });

  test('a conversation that somebody else opens appears by itself', async () => {
    const [a, b] = [await scene.open(anna), await scene.open(bo)];
    const carl = scene.device(scene.user('Carl'), 'device_carl');
    const c = await scene.open(carl);
    const opened = await c.client.openDirect(anna.userId);
    c.client.send(opened.conversationId, 'hi Anna');
    await scene.clock.advance(200);
    expect(a.client.chatList.getSnapshot().items.map(({ peer }) => peer?.name)).toEqual(['Carl', 'Bo']);
    expect(b.client.chatList.getSnapshot().items).toHaveLength(1);
  });
});

describe('offline', () => {
  test('the list and the cached timeline are there at once, without a server', async () => {
    const a = await scene.open(anna);
    const b = await scene.open(bo);
    b.client.send(conversationId, 'before');
    await scene.clock.advance(100);
    await a.client.stop();
    const again = scene.tab(anna);
    again.transport.online = false;
    await again.client.resume();
    await again.client.start();
    expect(again.client.chatList.getSnapshot()).toMatchObject({ loaded: true, unread: 1 });
    await again.client.timeline(conversationId).load();
    expect(texts(again.client)).toEqual(['before']);
    expect(again.client.connection.getSnapshot().state).not.toBe('online');
  });

  test('what is sent waits through a reload, keeps its order, and leaves once', async () => {
    const a = await scene.open(anna);
    a.transport.online = false;
    for (const text of ['1', '2', '3']) a.client.send(conversationId, text);
    await scene.clock.advance(100);
    await a.client.stop();
    const again = await scene.open(anna);
    again.client.send(conversationId, '4');
    await scene.clock.advance(2_000);
    expect(stored()).toEqual(['1', '2', '3', '4']);
    expect(await anna.storage.range('sends', { from: '', to: '\uffff' })).toEqual([]);
  });

  test('a read mark is shown at once and reported when the server is back', async () => {
    const [a, b] = [await scene.open(anna), await scene.open(bo)];
    a.client.send(conversationId, 'read me');
    await scene.clock.advance(100);
    b.transport.online = false;
    b.client.markRead(conversationId, 1);
    expect(row(b.client)?.unread).toBe(0);
    await scene.clock.advance(5_000);
    await b.client.stop();
    const again = await scene.open(bo);
    expect(row(again.client)?.unread).toBe(0);
    await scene.clock.advance(2_000);
    expect(scene.server.store.item(conversationId, bo.userId)).toMatchObject({ readSeq: 1, unread: 0 });
  });

  test('a missed stretch is pulled on return', async () => {
    const [a, b] = [await scene.open(anna), await scene.open(bo)];
    await look(b);
    b.transport.online = false;
    for (let at = 0; at < 450; at += 1) a.client.send(conversationId, `m${at}`);
    await scene.clock.advance(5_000);
    b.transport.online = true;
    b.client.wake();
    await scene.clock.advance(2_000);
    expect(texts(b.client)).toEqual(stored());
    expect(row(b.client)?.unread).toBe(450);
  });
});

describe('a refused message', () => {
  test('is shown as failed with its code, does not hold up the ones behind, and can be retried or discarded', async () => {
    const a = await scene.open(anna);
    await look(a);
    const first = a.client.send(conversationId, `no ${BLOCKED}`);
    const second = a.client.send(conversationId, `nor this ${BLOCKED}`);
    a.client.send(conversationId, 'fine');
    await expect(Promise.all([a.client.whenSent(first), scene.clock.advance(2_000)])).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
    await scene.clock.advance(2_000);
    expect(stored()).toEqual(['fine']);
    expect(shown(a.client).map(({ state, error }) => [state, error?.code])).toEqual([
      ['sent', undefined],
      ['failed', 'FORBIDDEN'],
      ['failed', 'FORBIDDEN'],
    ]);
    expect(row(a.client)?.outgoing).toBe('failed');
    scene.server.blocksText = false;
    a.client.discard(first);
    a.client.retry(second);
    await scene.clock.advance(1_000);
    expect(stored()).toEqual(['fine', `nor this ${BLOCKED}`]);
    expect(row(a.client)?.outgoing).toBeNull();
  });

  test.each([
    ['', 'TEXT_EMPTY'],
    ['a\0', 'TEXT_INVALID'],
    ['x'.repeat(LIMITS.textCodePoints + 1), 'TEXT_TOO_LONG'],
  ])('is not even queued when it can never be stored (%#)', async (text, code) => {
    const a = await scene.open(anna);
    expect(() => a.client.send(conversationId, text)).toThrow(expect.objectContaining({ code }));
    expect(row(a.client)?.outgoing).toBeNull();
  });
});

describe('the sign-in', () => {
  test('an expired access token is refreshed for the next connection', async () => {
    const a = await scene.open(anna);
    await scene.clock.advance(LIMITS.accessTokenTtlMs + 60_000);
    a.transport.cut();
    await scene.clock.advance(2_000);
    expect(a.client.connection.getSnapshot()).toMatchObject({ state: 'online', synced: true });
    expect(a.transport.count('POST /api/v1/auth/refresh')).toBe(1);
  });

  test('many calls with an expired token refresh it once', async () => {
    const a = await scene.open(anna);
    await scene.clock.advance(LIMITS.accessTokenTtlMs + 60_000);
    await Promise.all([a.client.findUsers('a'), a.client.findUsers('b'), a.client.findUsers('c')]);
    expect(a.transport.count('POST /api/v1/auth/refresh')).toBe(1);
  });

  test('a revoked device is signed out, with the reason, and keeps nothing', async () => {
    const a = await scene.open(anna);
    a.client.send(conversationId, 'secret');
    await scene.clock.advance(100);
    scene.server.revoked.add(anna.deviceId);
    a.transport.cut();
    await scene.clock.advance(2_000);
    expect(a.client.session.getSnapshot()).toMatchObject({ state: 'signed-out', me: null });
    expect(a.client.session.getSnapshot().reason?.code).toBe('DEVICE_REVOKED');
    expect(a.client.chatList.getSnapshot()).toMatchObject({ loaded: false, items: [] });
    for (const table of ['meta', 'chats', 'messages', 'sends', 'requests'] as const) {
      expect(await anna.storage.range(table, { from: '', to: '\uffff' })).toEqual([]);
    }
    expect(await scene.tab(anna).client.resume()).toBeNull();
  });

  test('sign-out ends all tabs of the device', async () => {
    const [one, two] = [await scene.open(anna), await scene.open(anna)];
    await one.client.logout();
    await scene.clock.advance(100);
    expect(two.client.session.getSnapshot()).toMatchObject({ state: 'signed-out', reason: null });
    expect(two.client.connection.getSnapshot().state).toBe('stopped');
  });

  test('signing out while the server is away is not undone by the cookie that could not be removed', async () => {
    const { refreshToken: cookie = '', ...session } = scene.server.session(anna.userId, anna.deviceId);
    const browser = scene.tab(anna, 'cookie');
    browser.transport.cookie = cookie;
    await browser.client.adopt(session);
    await browser.client.start();
    await scene.clock.advance(50);
    browser.transport.online = false;
    await browser.client.logout();
    const reloaded = scene.tab(anna, 'cookie');
    reloaded.transport.cookie = cookie;
    expect(await reloaded.client.resume()).toBeNull();
    expect(reloaded.transport.cookie).toBeNull();
    expect(reloaded.transport.count('POST /api/v1/auth/refresh')).toBe(0);
    await reloaded.client.adopt(session);
    expect((await scene.tab(anna, 'cookie').client.resume())?.userId).toBe(anna.userId);
  });

  test('a refresh that is answered after the sign-out does not sign in again', async () => {
    const a = await scene.open(anna);
    await scene.clock.advance(LIMITS.accessTokenTtlMs + 60_000);
    const leaving = a.client.logout();
    const asked = a.client.findUsers('a').catch((error: unknown) => error);
    await leaving;
    expect(await asked).toBeInstanceOf(ParleyError);
    expect(a.client.session.getSnapshot().state).toBe('signed-out');
    expect(await anna.storage.range('meta', { from: '', to: '\uffff' })).toEqual([]);
  });

  test('start without a sign-in is refused', async () => {
    await expect(scene.tab(anna).client.start()).rejects.toBeInstanceOf(ParleyError);
  });
});

describe('the connection', () => {
  test('comes back within the window of a drain, without a gap', async () => {
    const [a, b] = [await scene.open(anna), await scene.open(bo)];
    const [connection] = [...scene.server.connections.values()].filter(({ userId }) => userId === bo.userId);
    connection?.emit('drain', { withinMs: 4_000 });
    await scene.clock.advance(1);
    expect(b.client.connection.getSnapshot().state).toBe('draining');
    for (let second = 0; second < 5; second += 1) {
      a.client.send(conversationId, `during ${second}`);
      await scene.clock.advance(1_000);
    }
    expect(b.client.connection.getSnapshot()).toMatchObject({ state: 'online', synced: true });
    expect(row(b.client)?.unread).toBe(5);
  });

  test('goes on into an inbox that gets its first entry, without starting anew', async () => {
    const dora = scene.device(scene.user('Dora'), 'device_dora');
    const d = await scene.open(dora);
    expect(d.client.cursor).toEqual({ incarnation: '0', inboxSeq: 0 });
    const lists = d.transport.count('GET /api/v1/conversations');
    const opened = await d.client.openDirect(anna.userId);
    d.client.send(opened.conversationId, 'hi');
    await scene.clock.advance(2_000);
    await scene.clock.advance(LIMITS.heartbeatMs * 1.2);
    expect(d.client.cursor).toEqual(scene.server.store.head(dora.userId));
    expect(d.transport.count('GET /api/v1/conversations')).toBe(lists);
  });

  test('keeps its place past entries of kinds that it does not know', async () => {
    const b = await scene.open(bo);
    const { incarnation, latestSeq } = scene.server.store.inbox(bo.userId);
    const entry = { inboxSeq: latestSeq + 1, kind: 'reaction', v: 2, emoji: '👍' };
    scene.server.push(bo.userId, ['event', { incarnation, entries: [entry], more: true }]);
    scene.server.push(bo.userId, ['signal', { kind: 'weather' }]);
    scene.server.push(bo.userId, ['event', 'nonsense']);
    await scene.clock.advance(100);
    expect(b.client.cursor?.inboxSeq).toBe(latestSeq + 1);
    expect(b.warnings).toEqual(['an event frame does not fit the contract']);
  });

  test('that died in a sleep is made anew soon after the wake', async () => {
    const b = await scene.open(bo);
    b.transport.silent = true;
    b.client.wake();
    await scene.clock.advance(10_100);
    expect(b.client.connection.getSnapshot().state).not.toBe('online');
    b.transport.silent = false;
    await scene.clock.advance(15_000);
    expect(b.client.connection.getSnapshot()).toMatchObject({ state: 'online', synced: true });
  });

  test('finds the last lost hint by its heartbeat', async () => {
    const b = await scene.open(bo);
    const send = { conversationId, senderId: anna.userId, clientMsgId: 'c_lost_hint', origin: '' };
    scene.server.store.append({ ...send, content: { type: 'text', text: 'unheard' } }, scene.clock.now());
    const [outbox] = scene.server.store.outbox.values();
    if (outbox === undefined || outbox.effect.kind === 'mode') throw new Error('nothing is to be told');
    scene.server.store.writeEntry(outbox.outboxId, outbox.effect, bo.userId);
    await scene.clock.advance(100);
    expect(row(b.client)?.unread).toBe(0);
    await scene.clock.advance(LIMITS.heartbeatMs * 1.2);
    expect(row(b.client)?.unread).toBe(1);
  });
});
