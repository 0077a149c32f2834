import type { ChatListPage, HistoryPage, KnownEntry, SyncPage } from '@parley/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rest, type Session, TestDevice } from '../../support/device.js';
import { SHAPES } from '../../support/server.js';
import { until } from '../../support/wait.js';
import { openRealm, type Realm } from '../support/realm.js';
import { range } from '../support/wire.js';

/** The whole inbox, page by page. */
async function pullAll(device: TestDevice, limit: number): Promise<SyncPage['entries']> {
  const entries: KnownEntry[] = [];
  for (;;) {
    const last = entries.at(-1)?.inboxSeq ?? 0;
    const incarnation = device.frames[0]?.incarnation ?? '0';
    const page = await device.call('sync.pull', { incarnation, lastSeq: last, limit });
    expect(page.reset).toBeUndefined();
    entries.push(...page.entries);
    if (!page.hasMore) return entries;
  }
}

/** The place of the head is known only when every own place was told. */
async function untilComplete(device: TestDevice): Promise<number> {
  let head = 0;
  await until(`${device.session.deviceId} has every place up to the head`, async () => {
    head = (await device.heartbeat()).inboxSeq;
    return device.pushed.size + [...device.own].filter((place) => !device.pushed.has(place)).length >= head;
  });
  return head;
}

describe.each(SHAPES)('events are what a refetch gives (%s)', (shape) => {
  let realm: Realm;
  beforeAll(async () => {
    realm = await openRealm(shape, { gateways: 2 });
  });
  afterAll(() => realm.close());

  async function devicesOf(lin: Session, wang: Session): Promise<TestDevice[]> {
    const [first, second] = [realm.url, realm.server.urls[1] ?? realm.url];
    return Promise.all([
      TestDevice.connect(first, lin),
      TestDevice.connect(second, realm.tokens.another(lin, 'd_lin_second')),
      TestDevice.connect(first, wang),
      TestDevice.connect(second, realm.tokens.another(wang, 'd_wang_second')),
    ]);
  }

  it('after sends and reads from four devices of two people, live and pulled agree entry by entry', async () => {
    const [lin, wang] = realm.pair();
    const devices = await devicesOf(lin, wang);
    const { conversationId } = lin;
    await Promise.all(
      devices.map(async (device, index) => {
        for (let count = 0; count < 40; count += 1) {
          const { seq } = await device.send(`device ${index}, message ${count} 你好`);
          if (count % 10 === index) await device.call('receipt.read', { conversationId, seq });
        }
      }),
    );
    for (const device of devices) {
      const head = await untilComplete(device);
      const live = device.pushed;
      expect([...new Set([...live.keys(), ...device.own])].toSorted((a, b) => a - b)).toEqual(range(1, head));
      const pulled = await pullAll(device, 37);
      expect(pulled.map(({ inboxSeq }) => inboxSeq)).toEqual(range(1, head));
      for (const entry of pulled) {
        if (live.has(entry.inboxSeq)) expect(live.get(entry.inboxSeq)).toEqual(entry);
        // Told by its place only, so it can be nothing else than a message of this very person.
        else expect(entry).toMatchObject({ kind: 'message', message: { senderId: device.session.userId } });
      }
    }
    devices.forEach((device) => device.close());
  });

  it('the messages among them are the history, and the chat list is what they add up to', async () => {
    const [lin, wang] = realm.pair();
    const devices = await devicesOf(lin, wang);
    const { conversationId } = lin;
    await Promise.all(
      devices.map(async (device, index) => {
        for (let count = 0; count < 15; count += 1) await device.send(`device ${index}, message ${count}`);
      }),
    );
    await devices[2]?.call('receipt.read', { conversationId, seq: 40 });
    for (const device of devices) {
      await untilComplete(device);
      const { session } = device;
      const path = `/conversations/${conversationId}/messages?limit=100`;
      const history = (await rest<HistoryPage>(device.url, session, { path })).body;
      const pulled = (await pullAll(device, 500)).flatMap((entry) => (entry.kind === 'message' ? [entry.message] : []));
      expect(pulled.toSorted((a, b) => a.seq - b.seq)).toEqual(history.messages);
      expect(history.messages.map(({ seq }) => seq)).toEqual(range(1, 60));
      expect(history).toMatchObject({ head: { seq: 60, rev: 60 }, purged: [], firstSeq: 1 });
      const list = (await rest<ChatListPage>(device.url, session, { path: '/conversations' })).body;
      const [item] = list.items;
      expect(item?.lastMessage).toEqual(history.messages.at(-1));
      expect(item?.head).toEqual({ seq: 60, rev: 60, ord: 60 });
      const lastOwn = history.messages.findLast(({ senderId }) => senderId === session.userId)?.seq ?? 0;
      const read = Math.max(lastOwn, session.userId === wang.userId ? 40 : 0);
      expect(item).toMatchObject({ readSeq: read, unread: 60 - read });
    }
    devices.forEach((device) => device.close());
  });

  it('pages of history, of sync over REST and over the socket, and of batch sync say the same', async () => {
    const [lin, wang] = realm.pair();
    const a = await TestDevice.connect(realm.url, lin);
    const b = await TestDevice.connect(realm.url, wang);
    for (const count of range(1, 25)) await (count % 2 === 0 ? a : b).send(`message ${count}`);
    await untilComplete(b);
    const { conversationId } = wang;
    const all = (await pullAll(b, 500)).flatMap((entry) => (entry.kind === 'message' ? [entry.message] : []));
    const older: unknown[] = [];
    for (let before: number | undefined; older.length < 25;) {
      const path = `/conversations/${conversationId}/messages?limit=7${before === undefined ? '' : `&beforeSeq=${before}`}`;
      const page = (await rest<HistoryPage>(realm.url, wang, { path })).body.messages;
      older.unshift(...page);
      before = page[0]?.seq;
    }
    expect(older).toEqual(all);
    const path = `/conversations/${conversationId}/messages?limit=7&afterSeq=10`;
    expect((await rest<HistoryPage>(realm.url, wang, { path })).body.messages).toEqual(all.slice(10, 17));
    const since = all.find(({ sentAt }) => sentAt > (all[0]?.sentAt ?? 0))?.sentAt ?? 0;
    const from = `/conversations/${conversationId}/messages?limit=7&at=${since}`;
    const expected = all.filter(({ sentAt }) => sentAt >= since).slice(0, 7);
    expect((await rest<HistoryPage>(realm.url, wang, { path: from })).body.messages).toEqual(expected);
    const late = `/conversations/${conversationId}/messages?at=${Date.now() + 60_000}`;
    expect((await rest<HistoryPage>(realm.url, wang, { path: late })).body).toMatchObject({
      messages: [],
      head: { seq: 25 },
    });

    const { incarnation } = await b.heartbeat();
    const asked = await b.call('sync.pull', { incarnation, lastSeq: 5, limit: 10 });
    const query = `incarnation=${incarnation}&lastSeq=5&limit=10`;
    expect((await rest<SyncPage>(realm.url, wang, { path: `/sync?${query}` })).body).toEqual(asked);
    const batch = await b.call('sync.batch', { syncs: [{ conversationId, lastSeq: 20, lastRev: 20 }] });
    expect(batch.syncs).toEqual([
      {
        conversationId,
        head: { seq: 25, rev: 25 },
        messages: all.slice(20),
        changed: [],
        rev: 25,
        purged: [],
        hasMore: false,
      },
    ]);
    a.close();
    b.close();
  });
});
