import type { ChatListPage, HistoryPage } from '@parley/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rest, TestDevice, WIRES } from '../../support/device.js';
import { SHAPES } from '../../support/server.js';
import { until } from '../../support/wait.js';
import { openRealm, type Realm } from '../support/realm.js';

const WAYS = SHAPES.flatMap((shape) => WIRES.map((wire) => [shape, wire] as const));

describe.each(WAYS)('two people chat (%s, %s)', (shape, wire) => {
  let realm: Realm;
  beforeAll(async () => {
    realm = await openRealm(shape);
  });
  afterAll(() => realm.close());

  it('what one says the other hears, in order, and both find it again', async () => {
    const [lin, wang] = realm.pair();
    const a = await TestDevice.connect(realm.url, lin, { wire });
    const b = await TestDevice.connect(realm.url, wang, { wire });
    for (const text of ['你好', 'hello', '👍']) await a.send(text);
    await b.untilText('👍');
    await b.send('在的');
    await a.untilText('在的');

    expect(b.messages.map(({ seq, content, senderId }) => [seq, content.text, senderId])).toEqual([
      [1, '你好', lin.userId],
      [2, 'hello', lin.userId],
      [3, '👍', lin.userId],
    ]);
    const path = `/conversations/${lin.conversationId}/messages`;
    const [mine, theirs] = await Promise.all([
      rest<HistoryPage>(realm.url, lin, { path }),
      rest<HistoryPage>(realm.url, wang, { path }),
    ]);
    expect(mine.body.messages.map(({ seq, content }) => [seq, content.text])).toEqual([
      [1, '你好'],
      [2, 'hello'],
      [3, '👍'],
      [4, '在的'],
    ]);
    expect(theirs.body).toEqual(mine.body);
    a.close();
    b.close();
  });

  it('an answer tells the places of what was said before it, so that nothing looks like a gap', async () => {
    const [lin, wang] = realm.pair();
    const a = await TestDevice.connect(realm.url, lin, { wire });
    const b = await TestDevice.connect(realm.url, wang, { wire });
    for (let turn = 0; turn < 5; turn += 1) {
      await a.send(`question ${turn}`);
      await b.untilText(`question ${turn}`);
      await b.send(`answer ${turn}`);
      const { seq } = await a.untilText(`answer ${turn}`);
      expect(seq).toBe(2 * turn + 2);
      const places = [...a.own, ...a.pushed.keys()].toSorted((one, other) => one - other);
      const from = places[0] ?? 0;
      expect(places).toEqual(places.map((_, index) => from + index));
      expect(places).toHaveLength(2 * turn + 2);
    }
    a.close();
    b.close();
  });

  it('the chat list shows the last message, what is unread, and how far the other is', async () => {
    const [lin, wang] = realm.pair();
    const a = await TestDevice.connect(realm.url, lin, { wire });
    const b = await TestDevice.connect(realm.url, wang, { wire });
    await a.call('watch', { conversationIds: [lin.conversationId] });
    for (const text of ['one', 'two', 'three']) await a.send(text);
    await b.untilText('three');
    const before = await rest<ChatListPage>(realm.url, wang, { path: '/conversations' });
    expect(before.body.items).toHaveLength(1);
    expect(before.body.items[0]).toMatchObject({ unread: 3, readSeq: 0, lastMessage: { content: { text: 'three' } } });

    expect(await b.call('receipt.read', { conversationId: wang.conversationId, seq: 2 })).toEqual({
      readSeq: 2,
      readOrd: 2,
    });
    await until('the read receipt is told', () =>
      a.signals.some((signal) => signal.kind === 'receipt' && signal.readSeq === 2 && signal.userId === wang.userId),
    );
    const after = await rest<ChatListPage>(realm.url, wang, { path: '/conversations' });
    expect(after.body.items[0]).toMatchObject({ unread: 1, readSeq: 2 });
    const sender = await rest<ChatListPage>(realm.url, lin, { path: '/conversations' });
    expect(sender.body.items[0]).toMatchObject({ unread: 0, peerReceipt: { userId: wang.userId, readSeq: 2 } });
    a.close();
    b.close();
  });
});
