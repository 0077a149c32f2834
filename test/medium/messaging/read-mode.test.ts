import { type ChatListItem, type Heads, ParleyError } from '@parley/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mintSessions } from '../../support/cli.js';
import { newClientMsgId, rest, type Session, TestDevice } from '../../support/device.js';
import { query } from '../../support/query.js';
import { SHAPES } from '../../support/server.js';
import { sleep, until } from '../../support/wait.js';
import { openRealm, type Realm } from '../support/realm.js';
import { codeOf, range } from '../support/wire.js';

const PEOPLE = 560;

describe.each(SHAPES)('large conversations (%s)', (shape) => {
  let realm: Realm;
  let people: Session[];
  beforeAll(async () => {
    // People who talk without a pause say more in a second than one connection may by default.
    realm = await openRealm(shape, { gateways: 2, env: { PARLEY_SOCKET_EVENTS_PER_SECOND: '5000' } });
    people = await mintSessions(realm.env, PEOPLE);
  });
  afterAll(() => realm.close());

  const call = async (who: Session, route: string, body?: unknown): Promise<ChatListItem & { code?: string }> => {
    const [method = '', path = ''] = route.split(' ');
    const asked = { method, path, ...(body === undefined ? {} : { body }) };
    return (await rest<ChatListItem & { code?: string }>(realm.url, who, asked)).body;
  };
  const idsOf = (some: readonly Session[]): string[] => some.map(({ userId }) => userId);
  const create = (who: Session, others: readonly Session[]): Promise<ChatListItem> =>
    call(who, 'POST /conversations', {
      kind: 'group',
      key: newClientMsgId(),
      name: '全员 All',
      userIds: idsOf(others),
    });
  const connect = (who: Session | undefined, gateway = 0): Promise<TestDevice> => {
    if (who === undefined) throw new Error('nobody');
    return TestDevice.connect(realm.server.urls[gateway] ?? realm.url, who);
  };
  const pulled = async (device: TestDevice, lastSeq = 0): Promise<Heads[]> => {
    const { incarnation, inboxSeq } = await device.heartbeat();
    const { heads } = await device.call('sync.pull', { incarnation, lastSeq: lastSeq || inboxSeq, limit: 500 });
    return heads;
  };
  const said = (device: TestDevice, id: string): number[] => [
    ...new Set(
      device.timelines.flatMap(({ messages }) =>
        messages.flatMap(({ conversationId, seq }) => (conversationId === id ? seq : [])),
      ),
    ),
  ];
  const hints = (device: TestDevice, id: string): Heads[] =>
    device.signals.flatMap((signal) =>
      signal.kind === 'head' && signal.head.conversationId === id ? signal.head : [],
    );

  async function ask<T extends object>(id: string, sql: string): Promise<T[]> {
    const found = await Promise.all(realm.databases.shards.map((url) => query<T>(url, sql, [id])));
    return found.flat();
  }

  /** The seq of a message; who is told to wait waits, and sends the same again. */
  async function patiently(device: TestDevice, said: { conversationId: string; text: string }): Promise<number> {
    const clientMsgId = newClientMsgId();
    for (;;) {
      try {
        return (await device.send(said.text, { conversationId: said.conversationId, clientMsgId })).seq;
      } catch (error) {
        if (!(error instanceof ParleyError) || error.code !== 'BUSY') throw error;
        await sleep(50);
      }
    }
  }

  it('who has it open gets what is said, the others the head, and nobody an entry but the sender', async () => {
    const [owner, watcher, other, gone] = people;
    if (owner === undefined || gone === undefined) throw new Error('nobody');
    const { conversationId } = await create(owner, people.slice(1));
    const [a, b, c, d] = await Promise.all([connect(owner), connect(watcher, 1), connect(other, 1), connect(gone, 1)]);
    expect((await pulled(c)).map((head) => head.conversationId)).toEqual([conversationId]);
    const watched = await b.call('watch', { conversationIds: [conversationId] });
    expect(watched.heads).toMatchObject([{ conversationId, seq: 1, ord: 0 }]);
    await d.call('watch', { conversationIds: [conversationId] });

    const sent = await a.send('hello all', { conversationId });
    await until('it is there', () => said(b, conversationId).includes(sent.seq) && said(d, conversationId).length > 0);
    await until('the head is told', () => hints(c, conversationId).some(({ seq }) => seq === sent.seq));
    expect(said(c, conversationId)).toEqual([]);
    expect(hints(b, conversationId)).toEqual([]);
    expect(hints(c, conversationId).at(-1)).toMatchObject({ seq: sent.seq, rev: sent.rev, ord: sent.ord });
    const entries = await ask<{ user_id: string }>(
      conversationId,
      'select user_id from inbox_entry where conversation_id = $1 and kind = 1 and seq = 2',
    );
    expect(entries).toEqual([{ user_id: owner.userId }]);
    const row = await call(other as Session, `GET /conversations/${conversationId}`);
    expect(row).toMatchObject({ unread: 1, head: { seq: sent.seq }, memberCount: PEOPLE });

    // Hot: many messages, few frames, a hint a second.
    const before = b.timelines.length;
    const from = performance.now();
    await Promise.all(range(1, 60).map((number) => a.send(`hot ${number}`, { conversationId })));
    await until('all are there', () => said(b, conversationId).length >= 61);
    expect(b.timelines.length - before).toBeLessThan(30);
    await until('the last head is told', () => hints(c, conversationId).at(-1)?.seq === 62);
    expect(hints(c, conversationId).length).toBeLessThanOrEqual(3 + (performance.now() - from) / 1_000);
    expect(said(b, conversationId).toSorted((x, y) => x - y)).toEqual(range(2, 62));

    // Who is removed gets nothing newer, though they have it open and both gateways keep their connection.
    await call(owner, `DELETE /conversations/${conversationId}/members/${gone.userId}`);
    const last = await a.send('without you', { conversationId });
    await until('the others have it', () => said(b, conversationId).includes(last.seq));
    await sleep(1_200);
    expect(Math.max(...said(d, conversationId))).toBe(62);
    expect(hints(d, conversationId).filter(({ seq }) => seq > 62)).toEqual([]);
    expect((await d.call('watch', { conversationIds: [conversationId] })).heads).toEqual([]);
    expect(await codeOf(d.send('let me in', { conversationId }))).toBe('CONVERSATION_NOT_FOUND');
    expect(await pulled(d)).toEqual([]);
    [a, b, c, d].forEach((device) => device.close());
  });

  it('what happens to a message is told to those who look, if all of them may see it, and by the head to the others', async () => {
    const [owner, watcher, other] = people;
    const newcomer = people.at(-1);
    if (owner === undefined || watcher === undefined || other === undefined || newcomer === undefined)
      throw new Error();
    const { conversationId } = await create(owner, people.slice(1, -1));
    const at = (seq: number): string => `/conversations/${conversationId}/messages/${seq}`;
    const [a, b, c, n] = await Promise.all([
      connect(owner),
      connect(watcher, 1),
      connect(other, 1),
      connect(newcomer, 1),
    ]);
    const second = await connect(owner, 1);
    await pulled(c);
    await b.call('watch', { conversationIds: [conversationId] });
    const old = await a.send('from before', { conversationId });
    // Who comes in sees what is said from then on.
    await call(owner, `POST /conversations/${conversationId}/members`, { userIds: [newcomer.userId] });
    await n.call('watch', { conversationIds: [conversationId] });
    const fresh = await a.send('for all', { conversationId });
    await until('it is there', () => said(n, conversationId).includes(fresh.seq));
    const changes = (device: TestDevice): { seq: number; revs: number[]; text: unknown }[] =>
      device.timelines.flatMap((frame) =>
        frame.changes.flatMap(({ message: { seq, content, ...message }, revs }) =>
          message.conversationId === conversationId ? [{ seq, revs, text: content.text }] : [],
        ),
      );
    const toldRev = (device: TestDevice): number =>
      Math.max(0, ...device.timelines.map(({ head }) => (head.conversationId === conversationId ? head.rev : 0)));

    const edit = { content: { type: 'text', text: 'for all of you' } };
    const edited = (await call(owner, `PATCH ${at(fresh.seq)}`, edit)) as unknown as { rev: number };
    await until('those who look have it', () => changes(b).length === 1 && changes(n).length === 1);
    expect(changes(n)).toEqual([{ seq: fresh.seq, revs: [edited.rev], text: 'for all of you' }]);
    await until('the head is told', () => hints(c, conversationId).at(-1)?.rev === edited.rev);
    const cursor = { conversationId, lastSeq: fresh.seq, lastRev: edited.rev - 1 };
    const { syncs } = await c.call('sync.batch', { syncs: [cursor] });
    expect(syncs.flatMap(({ changed }) => changed.map(({ seq }) => seq))).toEqual([fresh.seq]);

    // One that not all may see goes to nobody unasked.
    const secret = { content: { type: 'text', text: 'not for the newcomer' } };
    const hidden = (await call(owner, `PATCH ${at(old.seq)}`, secret)) as unknown as { rev: number };
    await until('the head is told', () => toldRev(b) === hidden.rev && toldRev(n) === hidden.rev);
    const pull = async (device: TestDevice): Promise<number[]> => {
      const asked = { conversationId, lastSeq: fresh.seq, lastRev: edited.rev };
      return (await device.call('sync.batch', { syncs: [asked] })).syncs.flatMap(({ changed }) =>
        changed.map(({ seq }) => seq),
      );
    };
    expect([await pull(b), await pull(n)]).toEqual([[old.seq], []]);
    expect([...changes(b), ...changes(n)].filter(({ seq }) => seq === old.seq)).toEqual([]);

    // Many react at once: the frames say what it is after all of them, and none of the revs is missing.
    const crowd = people.slice(0, 40);
    await Promise.all(crowd.map((who) => call(who, `PUT ${at(fresh.seq)}/reactions/${encodeURIComponent('🎉')}`)));
    const revs = (): number[] => changes(b).flatMap((change) => change.revs);
    await until('all is told', () => new Set(revs()).size === 1 + crowd.length);
    expect(revs().toSorted((x, y) => x - y)).toEqual([edited.rev, ...range(hidden.rev + 1, hidden.rev + crowd.length)]);
    const entries = await ask<{ user_id: string; seq: string }>(
      conversationId,
      'select user_id, seq from inbox_entry where conversation_id = $1 and kind = 4',
    );
    // Those who did it, for their other devices.
    const mine = entries.filter(({ user_id }) => user_id === owner.userId);
    expect({ all: entries.length, mine: mine.length }).toEqual({ all: 2 + crowd.length, mine: 3 });
    await until('the other device has it', () => second.pushed.size >= 3);
    [a, b, c, n, second].forEach((device) => device.close());
  });

  it('who is named hears of it at once, and all who are called find it by the head', async () => {
    const [owner, watcher, named, other, newcomer] = people;
    if (!owner || !watcher || !named || !other || !newcomer) throw new Error('nobody');
    const { conversationId } = await create(owner, people.slice(1, 4).concat(people.slice(5)));
    const [a, c, d] = await Promise.all([connect(owner), connect(named, 1), connect(other, 1)]);
    await pulled(c);
    await pulled(d);
    const say = (content: object, clientMsgId = newClientMsgId()): Promise<{ seq: number; rev: number }> =>
      a.call('message.send', { conversationId, clientMsgId, content: { type: 'text', ...content } } as never);
    const call = (userId: string): object => ({ type: 'user', userId, at: 0, length: 4 });
    const all = { type: 'all', at: 0, length: 4 };
    const row = async (who: Session): Promise<ChatListItem> =>
      (await rest<ChatListItem>(realm.url, who, { path: `/conversations/${conversationId}` })).body;

    const first = await say({ text: '@Nam look', mentions: [call(named.userId)] });
    await until('they have it', () => c.messages.some(({ seq }) => seq === first.seq));
    expect(d.messages.filter((one) => one.conversationId === conversationId)).toEqual([]);
    expect([(await row(named)).mentionSeq, (await row(other)).mentionSeq]).toEqual([first.seq, null]);

    const everybody = await say({ text: '@all look', mentions: [all] });
    await say({ text: 'and this' });
    await until(
      'the head says so',
      () => hints(d, conversationId).some(({ allSeq }) => allSeq === everybody.seq),
      3_000,
    );
    // Once: what comes later says nothing of it.
    expect(hints(d, conversationId).filter(({ allSeq }) => allSeq !== undefined)).toHaveLength(1);
    const told = async (device: TestDevice): Promise<number | undefined> =>
      (await device.heartbeat()).heads.find((head) => head.conversationId === conversationId)?.allSeq;
    expect([await told(d), (await row(other)).mentionSeq]).toEqual([everybody.seq, everybody.seq]);

    // An edit that names somebody tells them; what is taken back calls nobody any more.
    const at = (seq: number): string => `/conversations/${conversationId}/messages/${seq}`;
    const edit = { content: { type: 'text', text: '@Oth look', mentions: [call(other.userId)] } };
    await rest(realm.url, owner, { method: 'PATCH', path: at(first.seq), body: edit });
    await until('they are told', () => [...d.pushed.values()].some((entry) => entry.kind === 'change'));
    await rest(realm.url, owner, { method: 'POST', path: `${at(everybody.seq)}/recall` });
    expect([await told(d), (await row(other)).mentionSeq, (await row(named)).mentionSeq]).toEqual([0, first.seq, null]);

    // Whom it names no more hears that, too; and nobody what they may not see.
    const before = d.pushed.size;
    await rest(realm.url, owner, { method: 'POST', path: `${at(first.seq)}/recall` });
    await until('they are told', () => d.pushed.size > before);
    expect([...d.pushed.values()].at(-1)).toMatchObject({ kind: 'change', message: { content: { type: 'recalled' } } });
    expect((await row(other)).mentionSeq).toBeNull();

    // Only those who are in it, whatever is remembered of who was asked for before.
    const stranger = { text: '@New look', mentions: [call(newcomer.userId)] };
    expect(await codeOf(say(stranger))).toBe('MENTION_NOT_A_MEMBER');
    await rest(realm.url, owner, {
      method: 'POST',
      path: `/conversations/${conversationId}/members`,
      body: { userIds: [newcomer.userId] },
    });
    expect((await say(stranger)).seq).toBeGreaterThan(everybody.seq);
    const e = await connect(newcomer, 1);
    const secret = { content: { type: 'text', text: '@New secret', mentions: [call(newcomer.userId)] } };
    await rest(realm.url, owner, { method: 'PATCH', path: at(everybody.seq + 1), body: secret });
    const after = await say({ text: '@New hello', mentions: [call(newcomer.userId)] });
    await until('they hear of what is theirs', () => e.messages.some(({ seq }) => seq === after.seq));
    expect([...e.pushed.values()].filter(({ kind }) => kind === 'change')).toEqual([]);
    e.close();
    [a, c, d].forEach((device) => device.close());
  });

  it('it grows and shrinks over both bounds while people talk: nothing lost, nothing twice, each by the mode of its seq', async () => {
    const [owner, first, second] = people;
    if (owner === undefined || first === undefined || second === undefined) throw new Error('nobody');
    const { conversationId } = await create(owner, people.slice(1, 150));
    const [a, b, c] = await Promise.all([connect(owner), connect(first, 1), connect(second)]);
    for (const device of [b, c]) await device.call('watch', { conversationIds: [conversationId] });
    let talking = true;
    const acked: number[] = [];
    const talk = async (device: TestDevice): Promise<void> => {
      for (let number = 0; talking; number += 1) {
        acked.push(await patiently(device, { conversationId, text: `${device.session.userId} ${number}` }));
        await sleep(5);
      }
    };
    const talks = [talk(a), talk(b)];
    await sleep(200);
    const joined = await call(owner, `POST /conversations/${conversationId}/members`, {
      userIds: idsOf(people.slice(150)),
    });
    expect(joined).toMatchObject({ memberCount: PEOPLE });
    await sleep(300);
    const leaving = people.slice(190);
    while (leaving.length > 0) {
      const some = leaving.splice(0, 4);
      const left = await Promise.all(some.map((who) => call(who, `POST /conversations/${conversationId}/leave`)));
      expect(left.flatMap(({ code }) => code ?? [])).toEqual([]);
    }
    // Counted under the lock: none of those who left at the same moment was forgotten.
    expect(await call(owner, `GET /conversations/${conversationId}`)).toMatchObject({ memberCount: 190 });
    await sleep(300);
    talking = false;
    await Promise.all(talks);

    const modes = await ask<{ from_seq: string; mode: number }>(
      conversationId,
      'select from_seq, mode from fanout_mode where conversation_id = $1 order by from_seq',
    );
    expect(modes.map(({ mode }) => mode)).toEqual([1, 0]);
    const [readFrom = 0, readTo = 0] = modes.map(({ from_seq }) => Number(from_seq));
    const stored = await ask<{ seq: string }>(
      conversationId,
      'select seq from message where conversation_id = $1 order by seq',
    );
    const head = stored.length;
    expect(stored.map(({ seq }) => Number(seq))).toEqual(range(1, head));
    expect(new Set(acked).size).toBe(acked.length);
    expect(acked.some((seq) => seq > readFrom && seq < readTo)).toBe(true);

    // By write exactly one entry each, by read none, decided by the seq alone.
    await until(
      'the outbox is empty',
      async () => (await ask(conversationId, 'select 1 from outbox where $1::bigint <> 0')).length === 0,
    );
    const counted = await ask<{ seq: string; n: number }>(
      conversationId,
      `select seq, count(*)::int as n from inbox_entry where conversation_id = $1 and kind = 1 and user_id = ${second.userId} group by seq`,
    );
    const written = range(1, head).filter((seq) => seq < readFrom || seq >= readTo);
    expect(counted.every(({ n }) => n === 1)).toBe(true);
    expect(counted.map(({ seq }) => Number(seq)).toSorted((x, y) => x - y)).toEqual(written);
    // And pushed, one way or the other, to one who has it open; the making of it was told before they were there.
    const pushed = (): number[] => [
      ...new Set([
        ...c.messages.flatMap((one) => (one.conversationId === conversationId ? one.seq : [])),
        ...said(c, conversationId),
      ]),
    ];
    await until('all were pushed', () => range(2, head).every((seq) => pushed().includes(seq)));
    const { heads } = await c.heartbeat();
    // Back in write mode it is still told: a device that was away meanwhile finds it by its head.
    expect(heads.find((one) => one.conversationId === conversationId)).toMatchObject({ seq: head });
    [a, b, c].forEach((device) => device.close());
  });
});
