import type { ChatListItem, ChatListPage } from '@parley/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rest, type RestAnswer, type Session, TestDevice } from '../../support/device.js';
import { SHAPES } from '../../support/server.js';
import { until } from '../../support/wait.js';
import { openRealm, type Realm } from '../support/realm.js';
import { query } from '../../support/query.js';

describe.each(SHAPES)('a direct conversation (%s)', (shape) => {
  let realm: Realm;
  beforeAll(async () => {
    realm = await openRealm(shape, { gateways: 2 });
  });
  afterAll(() => realm.close());

  const open = (session: Session, userId: string, gateway = 0): Promise<RestAnswer<ChatListItem>> => {
    const body = { kind: 'direct', userId };
    return rest(realm.server.urls[gateway] ?? realm.url, session, { method: 'POST', path: '/conversations', body });
  };

  it('is one, however many open it from both sides at once', async () => {
    const [lin] = realm.pair();
    const [wang] = realm.pair();
    const a = await TestDevice.connect(realm.url, lin);
    const b = await TestDevice.connect(realm.server.urls[1] ?? realm.url, wang);
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        index % 2 === 0 ? open(lin, wang.userId, index % 4 < 2 ? 0 : 1) : open(wang, lin.userId, index % 4 < 2 ? 0 : 1),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    const [id, ...others] = new Set(answers.map(({ body }) => body.conversationId));
    expect(others).toEqual([]);
    expect(answers[0]?.body.peer?.userId).toBe(wang.userId);
    expect(answers[1]?.body.peer?.userId).toBe(lin.userId);
    // Both are told, with the row as each of them sees it.
    for (const [device, peer] of [
      [a, wang],
      [b, lin],
    ] as const) {
      await until('the new conversation is told', () =>
        [...device.pushed.values()].some(
          (entry) => entry.kind === 'conversation' && entry.item.peer?.userId === peer.userId,
        ),
      );
      const told = [...device.pushed.values()].filter((entry) => entry.kind === 'conversation');
      expect(told).toHaveLength(1);
      expect(told[0]?.conversationId).toBe(id);
    }
    const rows = await Promise.all(
      realm.databases.shards.map((url) => query(url, 'select 1 from conversation where id = $1', [id])),
    );
    expect(rows.flat()).toHaveLength(1);
    const { seq } = await a.send('你好', { conversationId: id ?? '' });
    expect(seq).toBe(1);
    await b.untilText('你好');
    a.close();
    b.close();
  });

  it('with oneself is a place for notes', async () => {
    const [lin] = realm.pair();
    const a = await TestDevice.connect(realm.url, lin);
    const phone = await TestDevice.connect(realm.url, realm.tokens.another(lin, 'd_lin_phone'));
    const { body: row } = await open(lin, lin.userId);
    expect(row.peer?.userId).toBe(lin.userId);
    expect((await open(lin, lin.userId)).body.conversationId).toBe(row.conversationId);
    expect(await a.send('buy milk', { conversationId: row.conversationId })).toMatchObject({ seq: 1 });
    await phone.untilText('buy milk');
    const { body: list } = await rest<ChatListPage>(realm.url, lin, { path: '/conversations' });
    expect(list.items.filter((item) => item.conversationId === row.conversationId)).toMatchObject([{ unread: 0 }]);
    a.close();
    phone.close();
  });

  it('with nobody does not open', async () => {
    const [lin] = realm.pair();
    for (const userId of ['4611686018427387904', '1']) {
      const { status, body } = await open(lin, userId);
      expect([status, (body as unknown as { code: string }).code]).toEqual([404, 'USER_NOT_FOUND']);
    }
  });

  it('new ones come on top of the chat list, page by page, none twice and none left out', async () => {
    const [lin] = realm.pair();
    const partners = Array.from({ length: 10 }, () => realm.pair()).flat();
    for (const partner of partners) await open(lin, partner.userId);
    const a = await TestDevice.connect(realm.url, lin);
    const { body: all } = await rest<ChatListPage>(realm.url, lin, { path: '/conversations?limit=200' });
    expect(all.items).toHaveLength(21);
    expect(all.next).toBeNull();
    const talked = all.items[15]?.conversationId ?? '';
    await a.send('up', { conversationId: talked });
    const pages: ChatListItem[] = [];
    for (let after: string | null = ''; after !== null;) {
      const path: string = `/conversations?limit=4${after === '' ? '' : `&after=${encodeURIComponent(after)}`}`;
      const { body }: RestAnswer<ChatListPage> = await rest<ChatListPage>(realm.url, lin, { path });
      pages.push(...body.items);
      after = body.next;
    }
    expect(pages[0]?.conversationId).toBe(talked);
    expect(new Set(pages.map((item) => item.conversationId)).size).toBe(21);
    expect(pages.map(({ lastAt }) => lastAt)).toEqual(pages.map(({ lastAt }) => lastAt).toSorted((x, y) => y - x));
    a.close();
  });
});
