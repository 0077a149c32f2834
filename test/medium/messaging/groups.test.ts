import type { ChatListItem, ChatListPage, HistoryPage, MemberPage, SystemEvent } from '@parley/contract';
import { LIMITS } from '@parley/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newClientMsgId, rest, type RestAnswer, type Session, TestDevice } from '../../support/device.js';
import { query } from '../../support/query.js';
import { SHAPES } from '../../support/server.js';
import { sleep, until } from '../../support/wait.js';
import { openRealm, type Realm } from '../support/realm.js';
import { codeOf, range } from '../support/wire.js';

type Answer<T = ChatListItem> = RestAnswer<T & { code?: string }>;
const codeIn = ({ body }: Answer<object>): string => body.code ?? 'OK';

describe.each(SHAPES)('groups (%s)', (shape) => {
  let realm: Realm;
  beforeAll(async () => {
    realm = await openRealm(shape, { gateways: 2 });
  });
  afterAll(() => realm.close());

  /** `METHOD /path`, as in docs/openapi.json. */
  const call = <T = ChatListItem>(who: Session, route: string, body?: unknown): Promise<Answer<T>> => {
    const [method = '', path = ''] = route.split(' ');
    return rest(realm.url, who, { method, path, ...(body === undefined ? {} : { body }) });
  };
  const create = (
    who: Session,
    others: readonly Session[],
    { name = '发布小组', key = newClientMsgId() } = {},
  ): Promise<Answer> =>
    call(who, 'POST /conversations', { kind: 'group', key, name, userIds: others.map(({ userId }) => userId) });
  const list = async (who: Session): Promise<ChatListItem[]> =>
    (await call<ChatListPage>(who, 'GET /conversations')).body.items;
  const members = async (who: Session, id: string): Promise<[string, string][]> =>
    (await call<MemberPage>(who, `GET /conversations/${id}/members`)).body.members.map(({ user, role }) => [
      user.userId,
      role,
    ]);
  const systemOf = (device: TestDevice, id: string): SystemEvent[] =>
    device.messages.flatMap(({ conversationId, content }) =>
      conversationId === id && content.type === 'system' ? [content['system'] as SystemEvent] : [],
    );
  const history = async (who: Session, id: string): Promise<HistoryPage> =>
    (await call<HistoryPage>(who, `GET /conversations/${id}/messages`)).body;

  it('is made, told to everybody at once, and talked in by all, in one order', async () => {
    const [lin, wang] = realm.pair();
    const [gao] = realm.pair();
    const [a, b, c] = await Promise.all([
      TestDevice.connect(realm.url, lin),
      TestDevice.connect(realm.server.urls[1] ?? realm.url, wang),
      TestDevice.connect(realm.url, gao),
    ]);
    const { body: group } = await create(lin, [wang, gao]);
    const { conversationId } = group;
    expect(group).toMatchObject({
      kind: 'group',
      name: '发布小组',
      memberCount: 3,
      role: 'owner',
      unread: 0,
      peer: null,
    });
    for (const device of [b, c]) {
      await until('it is told', () => systemOf(device, conversationId).length === 1);
      const [row, message] = [...device.pushed.values()].filter(
        (entry) => 'conversationId' in entry && entry.conversationId === conversationId,
      );
      expect(row).toMatchObject({ kind: 'conversation', item: { name: '发布小组', role: 'member', memberCount: 3 } });
      expect(message).toMatchObject({ kind: 'message', seq: 1, message: { senderId: lin.userId } });
    }
    const [created] = systemOf(b, conversationId);
    expect(created).toMatchObject({ event: 'created', name: '发布小组', memberCount: 3 });
    expect(created !== undefined && 'userIds' in created && created.userIds.toSorted()).toEqual(
      [wang.userId, gao.userId].toSorted(),
    );
    await Promise.all([
      ...range(1, 10).map((number) => a.send(`a ${number}`, { conversationId })),
      ...range(1, 10).map((number) => b.send(`b ${number}`, { conversationId })),
      ...range(1, 10).map((number) => c.send(`c ${number}`, { conversationId })),
    ]);
    await until('all have all', () => [a, b, c].every((device) => device.messages.length >= 20));
    const orders = await Promise.all(
      [lin, wang, gao].map(async (who) => (await history(who, conversationId)).messages),
    );
    expect(orders[0]?.map(({ seq }) => seq)).toEqual(range(1, 31));
    expect(orders[1]).toEqual(orders[0]);
    expect(orders[2]).toEqual(orders[0]);
    const rows = await list(gao);
    expect(rows.find((row) => row.conversationId === conversationId)).toMatchObject({ head: { seq: 31, ord: 30 } });
    [a, b, c].forEach((device) => device.close());
  });

  it('the same key makes one group, also at the same moment', async () => {
    const [lin, wang] = realm.pair();
    const key = newClientMsgId();
    const answers = await Promise.all(range(1, 5).map(() => create(lin, [wang], { name: 'once', key })));
    expect(new Set(answers.map(({ body }) => body.conversationId)).size).toBe(1);
    const rows = (await list(wang)).filter(({ name }) => name === 'once');
    expect(rows).toHaveLength(1);
    expect((await history(wang, rows[0]?.conversationId ?? '')).messages).toHaveLength(1);
  });

  it('who comes in sees from there on; who is taken out sees nothing newer by any route, and may come back', async () => {
    const [lin, wang] = realm.pair();
    const [gao] = realm.pair();
    const { conversationId } = (await create(lin, [wang])).body;
    const a = await TestDevice.connect(realm.url, lin);
    const g = await TestDevice.connect(realm.server.urls[1] ?? realm.url, gao);
    await a.send('before', { conversationId });
    expect(codeIn(await call(gao, `GET /conversations/${conversationId}/messages`))).toBe('CONVERSATION_NOT_FOUND');

    await call(lin, `POST /conversations/${conversationId}/members`, { userIds: [gao.userId, wang.userId] });
    await until('it is told', () => systemOf(g, conversationId).length === 1);
    await a.send('while in', { conversationId });
    await g.untilText('while in');
    expect((await history(gao, conversationId)).messages.map(({ seq }) => seq)).toEqual([3, 4]);
    expect((await list(gao)).find((row) => row.conversationId === conversationId)).toMatchObject({ unread: 1 });
    expect(await g.send('I am in', { conversationId })).toMatchObject({ seq: 5 });

    const removed = await call(lin, `DELETE /conversations/${conversationId}/members/${gao.userId}`);
    expect(removed.body).toMatchObject({ memberCount: 2 });
    await until('the row goes', () =>
      [...g.pushed.values()].some((entry) => entry.kind === 'gone' && entry.conversationId === conversationId),
    );
    await a.call('watch', { conversationIds: [conversationId] });
    await g.call('watch', { conversationIds: [conversationId] });
    await a.send('after', { conversationId });
    await a.call('typing', { conversationId });
    expect(await codeOf(g.send('I am out', { conversationId }))).toBe('CONVERSATION_NOT_FOUND');
    expect(await codeOf(g.call('typing', { conversationId }))).toBe('CONVERSATION_NOT_FOUND');
    expect(await codeOf(g.call('receipt.read', { conversationId, seq: 9 }))).toBe('CONVERSATION_NOT_FOUND');
    expect(codeIn(await call(gao, `GET /conversations/${conversationId}`))).toBe('CONVERSATION_NOT_FOUND');
    expect(codeIn(await call(gao, `GET /conversations/${conversationId}/members`))).toBe('CONVERSATION_NOT_FOUND');
    const { syncs } = await g.call('sync.batch', { syncs: [{ conversationId, lastSeq: 0, lastRev: 0 }] });
    expect(syncs.flatMap(({ messages }) => messages.map(({ seq }) => seq))).toEqual([3, 4, 5]);
    expect(syncs[0]?.head.seq).toBe(5);
    expect((await g.heartbeat()).heads).toEqual([]);
    const { incarnation } = await g.heartbeat();
    const page = await g.call('sync.pull', { incarnation, lastSeq: 0, limit: 100 });
    const texts = page.entries.flatMap((entry) => (entry.kind === 'message' ? [entry.message.content.text] : []));
    expect(texts).not.toContain('after');
    expect(g.signals.filter((signal) => signal.kind === 'typing')).toEqual([]);
    expect((await list(gao)).map((row) => row.conversationId)).not.toContain(conversationId);

    await call(lin, `POST /conversations/${conversationId}/members`, { userIds: [gao.userId] });
    await until('it is back', () => systemOf(g, conversationId).length === 2);
    expect(await g.send('back', { conversationId })).toMatchObject({ seq: 9 });
    expect((await history(gao, conversationId)).messages.map(({ seq }) => seq)).toEqual([3, 4, 5, 8, 9]);
    expect((await list(gao)).find((row) => row.conversationId === conversationId)).toMatchObject({ unread: 0 });
    [a, g].forEach((device) => device.close());
  });

  it('roles: nobody promotes themselves, an admin rules members only, the owner hands over before leaving', async () => {
    const [owner, admin] = realm.pair();
    const [plain, other] = realm.pair();
    const [stranger] = realm.pair();
    const { conversationId: id } = (await create(owner, [admin, plain, other])).body;
    const role = async (who: Session, whom: Session, to: string): Promise<string> =>
      codeIn(await call(who, `PATCH /conversations/${id}/members/${whom.userId}`, { role: to }));
    const remove = async (who: Session, whom: Session): Promise<string> =>
      codeIn(await call(who, `DELETE /conversations/${id}/members/${whom.userId}`));
    const rename = async (who: Session, name: unknown): Promise<string> =>
      codeIn(await call(who, `PATCH /conversations/${id}`, { name }));
    const leave = async (who: Session): Promise<string> => codeIn(await call(who, `POST /conversations/${id}/leave`));

    expect(await role(owner, admin, 'admin')).toBe('OK');
    for (const to of ['owner', 'admin']) {
      expect([await role(plain, plain, to), await role(admin, admin, to), await role(admin, plain, to)]).toEqual([
        'ROLE_REQUIRED',
        'ROLE_REQUIRED',
        'ROLE_REQUIRED',
      ]);
    }
    expect([await role(stranger, plain, 'admin'), await remove(stranger, plain), await rename(stranger, 'x')]).toEqual([
      'CONVERSATION_NOT_FOUND',
      'CONVERSATION_NOT_FOUND',
      'CONVERSATION_NOT_FOUND',
    ]);
    expect([await remove(plain, other), await remove(admin, owner), await remove(admin, admin)]).toEqual([
      'ROLE_REQUIRED',
      'ROLE_REQUIRED',
      'ROLE_REQUIRED',
    ]);
    expect([await rename(plain, 'mine'), await rename(admin, '新名字'), await rename(admin, '新名字')]).toEqual([
      'ROLE_REQUIRED',
      'OK',
      'OK',
    ]);
    expect([await role(owner, owner, 'member'), await leave(owner), await leave(stranger)]).toEqual([
      'OWNER_MUST_HAND_OVER',
      'OWNER_MUST_HAND_OVER',
      'CONVERSATION_NOT_FOUND',
    ]);
    expect(await role(owner, stranger, 'admin')).toBe('MEMBER_NOT_FOUND');
    expect(await role(owner, plain, 'owner')).toBe('OK');
    expect(new Map(await members(owner, id))).toEqual(
      new Map([
        [owner.userId, 'admin'],
        [admin.userId, 'admin'],
        [plain.userId, 'owner'],
        [other.userId, 'member'],
      ]),
    );
    expect([await leave(owner), await remove(plain, admin), await remove(plain, other), await leave(plain)]).toEqual([
      'OK',
      'OK',
      'OK',
      'OK',
    ]);
    for (const who of [owner, admin, plain, other]) expect(await list(who)).toHaveLength(1);
    // An unchanged name is no event, a refused act neither: created, role, renamed, role, left, removed, removed, left.
    const events = await eventsOf(id);
    expect(events).toEqual(['created', 'role', 'renamed', 'role', 'left', 'removed', 'removed', 'left']);
  });

  it('bad input gets a code, and nothing of it is stored', async () => {
    const [lin, wang] = realm.pair();
    const { conversationId: id } = (await create(lin, [wang])).body;
    const nobody = '999999999999';
    const key = newClientMsgId();
    const many = range(1, LIMITS.membersPerCall + 1).map(String);
    const made = (body: object): Promise<Answer> => call(lin, 'POST /conversations', { kind: 'group', ...body });
    const add = (conversationId: string, userIds: unknown): Promise<Answer> =>
      call(lin, `POST /conversations/${conversationId}/members`, { userIds });
    const answers: [Promise<Answer<object>>, string][] = [
      [made({ key, name: '   ', userIds: [] }), 'BAD_REQUEST'],
      [made({ key, name: 'x'.repeat(65), userIds: [] }), 'BAD_REQUEST'],
      [made({ key, name: 'nul \0', userIds: [] }), 'BAD_REQUEST'],
      [made({ key: 'short', name: 'x', userIds: [] }), 'BAD_REQUEST'],
      [made({ name: 'x', userIds: [] }), 'BAD_REQUEST'],
      [made({ key, name: 'x', userIds: many }), 'BAD_REQUEST'],

      [made({ key, name: 'x', userIds: [nobody] }), 'USER_NOT_FOUND'],
      [made({ key, name: 'x', userIds: [], role: 'owner' }), 'BAD_REQUEST'],
      [add(id, []), 'BAD_REQUEST'],
      [add(id, many), 'BAD_REQUEST'],
      [add(id, [nobody]), 'USER_NOT_FOUND'],
      [add(id, 'everybody'), 'BAD_REQUEST'],
      [add(nobody, [wang.userId]), 'CONVERSATION_NOT_FOUND'],
      [add(lin.conversationId, [wang.userId]), 'NOT_A_GROUP'],
      [call(lin, `PATCH /conversations/${lin.conversationId}`, { name: 'x' }), 'NOT_A_GROUP'],
      [call(lin, `POST /conversations/${lin.conversationId}/leave`), 'NOT_A_GROUP'],
      [call(lin, `PATCH /conversations/${id}/members/${wang.userId}`, { role: 'king' }), 'BAD_REQUEST'],
      [call(lin, `DELETE /conversations/${id}/members/${nobody}`), 'MEMBER_NOT_FOUND'],
      [call(lin, `GET /conversations/${id}/members?limit=201`), 'BAD_REQUEST'],
      [call(lin, 'POST /batch/users', { userIds: [] }), 'BAD_REQUEST'],
    ];
    for (const [answer, code] of answers) expect(codeIn(await answer)).toBe(code);
    expect(await eventsOf(id)).toEqual(['created']);
    expect((await list(lin)).filter(({ kind }) => kind === 'group')).toHaveLength(1);
  });

  it('adding and removing while everybody talks: no gap, and each of them got exactly what was said while they were in', async () => {
    const [lin, wang] = realm.pair();
    const [gao] = realm.pair();
    const { conversationId } = (await create(lin, [wang])).body;
    const [a, g] = [await TestDevice.connect(realm.url, lin), await TestDevice.connect(realm.url, gao)];
    let talking = true;
    const talk = (async () => {
      for (let number = 0; talking; number += 1) {
        await a.send(`word ${number}`, { conversationId });
        // Below what one connection may send in a second.
        await sleep(5);
      }
    })();
    for (let round = 0; round < 8; round += 1) {
      await call(lin, `POST /conversations/${conversationId}/members`, { userIds: [gao.userId] });
      await sleep(30);
      await call(lin, `DELETE /conversations/${conversationId}/members/${gao.userId}`);
      await sleep(30);
    }
    talking = false;
    await talk;
    const all = await query<{ seq: string }>(
      await shardOf(conversationId),
      'select seq from message where conversation_id = $1 order by seq',
      [conversationId],
    );
    expect(all.map(({ seq }) => Number(seq))).toEqual(range(1, all.length));
    const mine = await query<{ seq: string }>(
      await shardOf(conversationId),
      `select m.seq from message m join member_interval i on i.conversation_id = m.conversation_id and i.user_id = $2
        where m.conversation_id = $1 and m.seq between i.join_seq and i.left_seq order by m.seq`,
      [conversationId, gao.userId],
    );
    const { incarnation } = await g.heartbeat();
    await until('the last entry is there', async () => {
      const page = await g.call('sync.pull', { incarnation, lastSeq: 0, limit: 500 });
      const seqs = page.entries.flatMap((entry) =>
        entry.kind === 'message' && entry.conversationId === conversationId ? [entry.seq] : [],
      );
      return (
        JSON.stringify(seqs.toSorted((one, two) => one - two)) === JSON.stringify(mine.map(({ seq }) => Number(seq)))
      );
    });
    expect((await list(gao)).map((row) => row.conversationId)).not.toContain(conversationId);
    [a, g].forEach((device) => device.close());
  });

  async function shardOf(id: string): Promise<string> {
    for (const url of realm.databases.shards) {
      if ((await query(url, 'select 1 from conversation where id = $1', [id])).length > 0) return url;
    }
    throw new Error('it is nowhere');
  }

  async function eventsOf(id: string): Promise<string[]> {
    const rows = await query<{ event: string }>(
      await shardOf(id),
      `select structure->>'event' as event from message where conversation_id = $1 and kind = 2 order by seq`,
      [id],
    );
    return rows.map(({ event }) => event);
  }
});
