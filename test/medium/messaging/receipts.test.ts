import type { ChatListItem, Signal } from '@parley/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newClientMsgId, rest, TestDevice } from '../../support/device.js';
import { SHAPES } from '../../support/server.js';
import { sleep, until } from '../../support/wait.js';
import { openRealm, type Realm } from '../support/realm.js';
import { codeOf } from '../support/wire.js';

type Receipt = Extract<Signal, { kind: 'receipt' }>;
const receipts = (device: TestDevice): Receipt[] => device.signals.filter((signal) => signal.kind === 'receipt');

describe.each(SHAPES)('receipts (%s)', (shape) => {
  let realm: Realm;
  beforeAll(async () => {
    realm = await openRealm(shape, { gateways: 2 });
  });
  afterAll(() => realm.close());

  const row = async (device: TestDevice): Promise<ChatListItem> =>
    (await rest<ChatListItem>(realm.url, device.session, { path: `/conversations/${device.session.conversationId}` }))
      .body;

  it('read only moves forward, never past the head, and another device of the reader hears it', async () => {
    const [lin, wang] = realm.pair();
    const a = await TestDevice.connect(realm.url, lin);
    const b = await TestDevice.connect(realm.url, wang);
    const phone = await TestDevice.connect(
      realm.server.urls[1] ?? realm.url,
      realm.tokens.another(wang, 'd_wang_phone'),
    );
    const { conversationId } = lin;
    for (let count = 0; count < 5; count += 1) await a.send(`message ${count}`);
    expect(await b.call('receipt.read', { conversationId, seq: 3 })).toEqual({ readSeq: 3, readOrd: 3 });
    expect(await b.call('receipt.read', { conversationId, seq: 2 })).toEqual({ readSeq: 3, readOrd: 3 });
    expect(await b.call('receipt.read', { conversationId, seq: 4_000 })).toEqual({ readSeq: 5, readOrd: 5 });
    await until('both moves reach the other device', () =>
      [...phone.pushed.values()].some((entry) => entry.kind === 'read' && entry.readSeq === 5),
    );
    const moves = [...phone.pushed.values()].flatMap((entry) => (entry.kind === 'read' ? [entry.readSeq] : []));
    expect(moves).toEqual([3, 5]);
    expect(await row(b)).toMatchObject({ readSeq: 5, unread: 0 });
    [a, b, phone].forEach((device) => device.close());
  });

  it('sending is reading: what came before my own message is read', async () => {
    const [lin, wang] = realm.pair();
    const a = await TestDevice.connect(realm.url, lin);
    const b = await TestDevice.connect(realm.url, wang);
    await a.send('one');
    await a.send('two');
    await b.send('three');
    expect(await row(b)).toMatchObject({ readSeq: 3, unread: 0 });
    expect(await row(a)).toMatchObject({ readSeq: 2, unread: 1 });
    [a, b].forEach((device) => device.close());
  });

  it('delivered follows from the cursor of any device; the sender who looks is told, and finds it in the row', async () => {
    const [lin, wang] = realm.pair();
    const a = await TestDevice.connect(realm.url, lin);
    const b = await TestDevice.connect(realm.server.urls[1] ?? realm.url, wang);
    const { conversationId } = lin;
    await a.call('watch', { conversationIds: [conversationId] });
    for (let count = 0; count < 4; count += 1) await a.send(`message ${count}`);
    await b.untilText('message 3');
    const { incarnation, inboxSeq } = await b.heartbeat();
    await b.call('cursor.ack', { incarnation, inboxSeq: inboxSeq - 1 });
    await until('three are delivered', () => receipts(a).some(({ deliveredSeq }) => deliveredSeq === 3));
    await b.call('cursor.ack', { incarnation, inboxSeq });
    await until('four are delivered', () => receipts(a).some(({ deliveredSeq }) => deliveredSeq === 4));
    expect(receipts(a).every(({ readSeq, userId }) => readSeq === 0 && userId === wang.userId)).toBe(true);
    expect(await row(a)).toMatchObject({ peerReceipt: { deliveredSeq: 4, readSeq: 0 } });
    // Back, over the head, of another incarnation: nothing moves.
    await b.call('cursor.ack', { incarnation, inboxSeq: 1 });
    await b.call('cursor.ack', { incarnation, inboxSeq: inboxSeq + 100 });
    await b.call('cursor.ack', { incarnation: '7', inboxSeq: 1 });
    await b.call('cursor.ack', { incarnation: 'no number', inboxSeq: 1 });
    expect(await row(a)).toMatchObject({ peerReceipt: { deliveredSeq: 4, readSeq: 0 } });
    [a, b].forEach((device) => device.close());
  });

  it('a cursor that comes along with a send or a heartbeat counts like one of its own', async () => {
    const [lin, wang] = realm.pair();
    const a = await TestDevice.connect(realm.url, lin);
    const b = await TestDevice.connect(realm.url, wang);
    const { conversationId } = lin;
    await a.call('watch', { conversationIds: [conversationId] });
    const { incarnation, inboxSeq: before } = await b.heartbeat();
    await a.send('one');
    const { inboxSeq } = await b.untilText('one').then(() => b.heartbeat());
    expect(inboxSeq).toBe(before + 1);
    const content = { type: 'text' as const, text: 'answer' };
    const clientMsgId = newClientMsgId();
    await b.call('message.send', { conversationId, clientMsgId, content, cursor: { incarnation, inboxSeq } });
    await until('one is delivered', () => receipts(a).some(({ deliveredSeq }) => deliveredSeq === 1));
    await a.send('two');
    const { inboxSeq: last } = await b.untilText('two').then(() => b.heartbeat());
    await b.call('heartbeat', { cursor: { incarnation, inboxSeq: last } });
    await until('two is delivered', () => receipts(a).some(({ deliveredSeq }) => deliveredSeq === 3));
    [a, b].forEach((device) => device.close());
  });

  it('only members report and only those who look are told', async () => {
    const [lin, wang] = realm.pair();
    const [outsider] = realm.pair();
    const a = await TestDevice.connect(realm.url, lin);
    const b = await TestDevice.connect(realm.url, wang);
    const c = await TestDevice.connect(realm.url, outsider);
    const { conversationId } = lin;
    const away = await TestDevice.connect(realm.url, realm.tokens.another(lin, 'd_lin_away'));
    await a.call('watch', { conversationIds: [conversationId] });
    // Looking is no right: it takes anything, and tells nothing.
    await c.call('watch', { conversationIds: [conversationId] });
    await a.send('hello');
    expect(await codeOf(c.call('receipt.read', { conversationId, seq: 1 }))).toBe('CONVERSATION_NOT_FOUND');
    await b.call('receipt.read', { conversationId, seq: 1 });
    await until('the sender is told', () => receipts(a).length > 0);
    await sleep(300);
    expect(receipts(a)).toEqual([
      { kind: 'receipt', conversationId, userId: wang.userId, readSeq: 1, deliveredSeq: 1 },
    ]);
    expect([...receipts(c), ...receipts(away), ...receipts(b)]).toEqual([]);
    expect((await c.heartbeat()).heads).toEqual([]);
    [a, b, c, away].forEach((device) => device.close());
  });
});

describe.each(SHAPES)('presence and typing (%s)', (shape) => {
  let realm: Realm;
  beforeAll(async () => {
    realm = await openRealm(shape, { gateways: 2 });
  });
  afterAll(() => realm.close());

  it('typing reaches the other person where the conversation is open, and nobody else', async () => {
    const [lin, wang] = realm.pair();
    const [outsider] = realm.pair();
    const a = await TestDevice.connect(realm.url, lin);
    const open = await TestDevice.connect(realm.server.urls[1] ?? realm.url, wang);
    const closed = await TestDevice.connect(realm.url, realm.tokens.another(wang, 'd_wang_closed'));
    const c = await TestDevice.connect(realm.url, outsider);
    const { conversationId } = lin;
    for (const device of [a, open, c]) await device.call('watch', { conversationIds: [conversationId] });
    expect(await codeOf(c.call('typing', { conversationId }))).toBe('CONVERSATION_NOT_FOUND');
    expect(await a.call('typing', { conversationId })).toEqual({});
    const signal = { kind: 'typing', conversationId, userId: lin.userId };
    await until('typing is told', () => open.signals.some((one) => one.kind === 'typing'));
    await sleep(300);
    const typing = (device: TestDevice): Signal[] => device.signals.filter(({ kind }) => kind === 'typing');
    expect(typing(open)).toEqual([signal]);
    expect([...typing(a), ...typing(closed), ...typing(c)]).toEqual([]);
    [a, open, closed, c].forEach((device) => device.close());
  });

  it('who talks with somebody hears that they came and, after the grace, that they left; others may ask', async () => {
    const [lin, wang] = realm.pair();
    const [outsider] = realm.pair();
    const a = await TestDevice.connect(realm.url, lin);
    const c = await TestDevice.connect(realm.url, outsider);
    const of = (device: TestDevice, userId: string): boolean[] =>
      device.signals.flatMap((one) =>
        one.kind === 'presence' && one.presence.userId === userId ? [one.presence.online] : [],
      );
    const ask = async (): Promise<boolean | undefined> =>
      (await c.call('presence.get', { userIds: [wang.userId] })).presence[0]?.online;
    expect(await ask()).toBe(false);
    const first = await TestDevice.connect(realm.url, wang);
    await until('coming is told', () => of(a, wang.userId).includes(true));
    expect(await ask()).toBe(true);
    // A second tab elsewhere: one of them leaving changes nothing.
    const second = await TestDevice.connect(realm.server.urls[1] ?? realm.url, wang);
    first.close();
    await sleep(9_500);
    expect(of(a, wang.userId)).not.toContain(false);
    expect(await ask()).toBe(true);
    second.close();
    await until('leaving is told', () => of(a, wang.userId).at(-1) === false);
    expect(await ask()).toBe(false);
    expect(of(c, wang.userId)).toEqual([]);
    [a, c].forEach((device) => device.close());
  });
});
