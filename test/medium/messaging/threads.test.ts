import type { MessageSent } from '@parley/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newClientMsgId, TestDevice } from '../../support/device.js';
import { query } from '../../support/query.js';
import { SHAPES } from '../../support/server.js';
import { until } from '../../support/wait.js';
import { codeIn, People } from '../support/people.js';
import { openRealm, type Realm } from '../support/realm.js';
import { Threads, toldOf } from '../support/threads.js';
import { range, shardOf, storedMessages } from '../support/wire.js';

describe.each(SHAPES)('what is said in threads (%s)', (shape) => {
  let realm: Realm;
  let people: People;
  let threads: Threads;
  beforeAll(async () => {
    realm = await openRealm(shape, { gateways: 2 });
    people = new People(realm);
    threads = new Threads(people);
  });
  afterAll(() => realm.close());

  it('is a message like any other, with a number in its thread, and nothing unread of the conversation', async () => {
    const [lin, wang] = realm.pair();
    const [gao] = realm.pair();
    const id = await people.group(lin, [wang, gao]);
    const thread = await threads.root(lin, id);
    const before = await people.row(gao, id);
    const g = await TestDevice.connect(realm.server.urls[1] ?? realm.url, gao);
    const first = await threads.reply(wang, thread, 'first');
    const second = await threads.reply(lin, thread, 'second');
    expect([first.threadOrd, second.threadOrd]).toEqual([1, 2]);
    expect([first.seq, second.seq]).toEqual([thread.seq + 1, thread.seq + 2]);
    expect(await g.untilText('second')).toMatchObject({ thread: { seq: thread.seq, ord: 2 }, ord: before?.head.ord });
    const after = await people.row(gao, id);
    expect(after).toMatchObject({ unread: before?.unread, head: { seq: second.seq, ord: before?.head.ord } });
    expect(after?.lastMessage).toMatchObject({ seq: second.seq, thread: { seq: thread.seq, ord: 2 } });
    // Who was not there live learns the same from the history.
    const seen = await threads.byText(gao, id);
    expect(seen.get('root')).toMatchObject({
      replies: { count: 2, lastSeq: second.seq, lastAt: second.sentAt, userIds: [lin.userId, wang.userId] },
    });
    expect(seen.get('root')?.thread).toBeUndefined();
    expect(seen.get('first')).toMatchObject({ thread: { seq: thread.seq, ord: 1 } });
    expect(seen.get('first')?.replies).toBeUndefined();
    const page = await threads.page(gao, thread);
    expect(page.messages.map(({ content }) => content.text)).toEqual(['first', 'second']);
    expect(page).toMatchObject({ root: { seq: thread.seq }, hasMore: false, thread: { count: 2, following: false } });
    g.close();
  });

  it('says nothing of what its sender has read in the flow', async () => {
    const [lin, wang] = realm.pair();
    const thread = await threads.root(lin, lin.conversationId);
    await threads.say(wang, lin.conversationId, { text: 'unread' });
    const before = await people.row(lin, lin.conversationId);
    await threads.reply(lin, thread, 'beside it');
    expect(await people.row(lin, lin.conversationId)).toMatchObject({ unread: 1, readSeq: before?.readSeq });
    expect((await people.row(wang, lin.conversationId))?.peerReceipt?.readSeq).toBe(thread.seq);
    await threads.say(lin, lin.conversationId, { text: 'in the flow' });
    expect(await people.row(lin, lin.conversationId)).toMatchObject({ unread: 0 });
  });

  it('is read page by page, the newest first', async () => {
    const [lin, wang] = realm.pair();
    const thread = await threads.root(lin, lin.conversationId);
    const other = await threads.root(wang, lin.conversationId);
    for (const number of range(1, 5)) {
      await threads.reply(wang, thread, `${number}`);
      await threads.reply(lin, other, 'elsewhere');
    }
    const texts = async (more: string): Promise<unknown> => {
      const { messages, hasMore } = await threads.page(lin, thread, more);
      return [messages.map(({ content }) => content.text).join(''), hasMore, messages[0]?.seq];
    };
    const newest = (await texts('?limit=2')) as [string, boolean, number];
    expect(newest.slice(0, 2)).toEqual(['45', true]);
    const middle = (await texts(`?limit=2&beforeSeq=${newest[2]}`)) as [string, boolean, number];
    expect(middle.slice(0, 2)).toEqual(['23', true]);
    expect(await texts(`?limit=2&beforeSeq=${middle[2]}`)).toEqual(['1', false, thread.seq + 2]);
  });

  it('stays one message when it is sent again; in another thread it is another one', async () => {
    const [lin, wang] = realm.pair();
    const thread = await threads.root(lin, lin.conversationId);
    const other = await threads.root(lin, lin.conversationId);
    const key = newClientMsgId();
    const first = await threads.reply(wang, thread, { text: 'once', key });
    await threads.reply(lin, thread, 'meanwhile');
    expect(await threads.reply(wang, thread, { text: 'once', key })).toEqual(first);
    expect(first.threadOrd).toBe(1);
    for (const elsewhere of [other, undefined]) {
      const again = await threads.trySay(wang, lin.conversationId, { text: 'once', thread: elsewhere, key });
      expect(codeIn(again)).toBe('CONFLICT');
    }
    // Of two at once with one key, both are answered with the one that was stored.
    const at = newClientMsgId();
    const both = await Promise.all([1, 2].map(() => threads.reply(wang, thread, { text: 'at once', key: at })));
    expect(both[0]).toEqual(both[1]);
    expect(both[0]?.threadOrd).toBe(3);
  });

  it('is numbered without holes, in the order of the timeline, however many speak at once in however many threads', async () => {
    const [lin, wang] = realm.pair();
    const [gao] = realm.pair();
    const id = await people.group(lin, [wang, gao]);
    const roots = [await threads.root(lin, id), await threads.root(wang, id), await threads.root(gao, id)];
    const devices = await Promise.all(
      [lin, wang, gao].map((who, index) => TestDevice.connect(realm.server.urls[index % 2] ?? realm.url, who)),
    );
    const sent = await Promise.all(
      range(1, 90).map(async (number): Promise<MessageSent & { root: number }> => {
        const root = roots[number % 4]?.seq;
        const device = devices[number % 3];
        if (device === undefined) throw new Error('nobody');
        const content = { type: 'text', text: `${number}`, ...(root === undefined ? {} : { thread: { seq: root } }) };
        const payload = {
          conversationId: id,
          clientMsgId: newClientMsgId(),
          content: content as { type: 'text'; text: string },
        };
        return { ...(await device.call('message.send', payload)), root: root ?? 0 };
      }),
    );
    const byRoot = Map.groupBy(
      sent.toSorted((a, b) => a.seq - b.seq),
      ({ root }) => root,
    );
    for (const { seq } of roots) {
      const ords = byRoot.get(seq)?.map(({ threadOrd }) => threadOrd);
      expect(ords).toEqual(range(1, ords?.length ?? 0));
      expect(ords?.length).toBeGreaterThan(20);
    }
    expect(byRoot.get(0)?.every(({ threadOrd }) => threadOrd === undefined)).toBe(true);
    expect(new Set(sent.map(({ seq }) => seq)).size).toBe(90);
    for (const device of devices) device.close();
  });

  it('is changed like any message, and stays in its thread; a thread goes on when its message is taken back', async () => {
    const [lin, wang] = realm.pair();
    const id = lin.conversationId;
    const thread = await threads.root(lin, id);
    const { seq } = await threads.reply(wang, thread, 'typo');
    const edit = { content: { type: 'text', text: 'edited' } };
    const edited = await people.call<object>(wang, `PATCH /conversations/${id}/messages/${seq}`, edit);
    expect(edited.body).toMatchObject({ content: { text: 'edited' }, thread: { seq: thread.seq, ord: 1 } });
    const recalled = await people.call<object>(wang, `POST /conversations/${id}/messages/${seq}/recall`);
    expect(recalled.body).toMatchObject({ content: { type: 'recalled' }, thread: { seq: thread.seq, ord: 1 } });
    const page = await threads.page(lin, thread);
    expect(page.messages).toMatchObject([{ seq, content: { type: 'recalled' } }]);
    expect(page.thread.count).toBe(1);
    await people.code(lin, `POST /conversations/${id}/messages/${thread.seq}/recall`);
    expect((await threads.reply(wang, thread, 'still here')).threadOrd).toBe(2);
    expect((await threads.page(lin, thread)).root?.content.type).toBe('recalled');
  });

  it('is what one may see of it, for one who has left, too', async () => {
    const [lin, wang] = realm.pair();
    const [gao] = realm.pair();
    const id = await people.group(lin, [wang, gao]);
    const thread = await threads.root(lin, id);
    const heard = await threads.reply(wang, thread, 'heard');
    await people.remove(lin, id, gao);
    await threads.reply(lin, thread, 'not for gao');
    const seen = await threads.byText(gao, id);
    expect(seen.get('root')?.replies).toEqual({
      count: 1,
      lastSeq: heard.seq,
      lastAt: heard.sentAt,
      userIds: [wang.userId],
    });
    expect([...seen.keys()]).not.toContain('not for gao');
    // By an entry that points at it, as a device that was away pulls it.
    const entries = await people.call<{ entries: { kind: string; seq?: number; message?: { replies?: object } }[] }>(
      gao,
      `GET /sync?incarnation=0&lastSeq=0&limit=500`,
    );
    const roots = entries.body.entries.filter((entry) => entry.kind === 'message' && entry.seq === thread.seq);
    for (const { message } of roots) expect(message?.replies).toMatchObject({ count: 1 });
    // Who comes back sees the thread again.
    await people.add(lin, id, [gao]);
    expect(codeIn(await people.call<object>(gao, `GET ${threads.path(thread)}`))).toBe('OK');
  });

  it('that can not be gets a code, and nothing of it is stored', async () => {
    const [lin, wang] = realm.pair();
    const id = await people.group(lin, [wang]);
    const elsewhere = await threads.root(lin, lin.conversationId);
    for (const _ of range(1, elsewhere.seq + 5)) await threads.say(lin, id, { text: 'filling' });
    const thread = await threads.root(lin, id);
    const reply = await threads.reply(wang, thread, 'reply');
    const gone = await threads.root(lin, id);
    await people.code(lin, `POST /conversations/${id}/messages/${gone.seq}/recall`);
    const hidden = await threads.root(lin, id);
    await people.code(wang, `POST /conversations/${id}/hide`, { seqs: [hidden.seq] });
    const stored = (await storedMessages(realm.databases, id)).length;
    const at = (seq: number): { conversationId: string; seq: number } => ({ conversationId: id, seq });
    // What happened (1), what is a reply itself, what was taken back or is hidden from me, what is not there.
    for (const seq of [1, reply.seq, gone.seq, hidden.seq, 9_999]) {
      expect(codeIn(await threads.trySay(wang, id, { text: 'x', thread: at(seq) }))).toBe('THREAD_NOT_FOUND');
    }
    const bad: unknown[] = [{ seq: 0 }, { seq: -1 }, { seq: 1.5 }, { seq: '2' }, {}, null, 2, { seq: 2, ord: 1 }];
    for (const inThread of bad) {
      const body = { clientMsgId: newClientMsgId(), content: { type: 'text', text: 'x', thread: inThread } };
      expect(await people.code(wang, `POST /conversations/${id}/messages`, body)).toBe('BAD_REQUEST');
    }
    for (const seq of [1, reply.seq, hidden.seq, 9_999]) {
      const path = threads.path(at(seq));
      expect(await people.code(wang, `GET ${path}`)).toBe('THREAD_NOT_FOUND');
      expect(await people.code(wang, `PATCH ${path}`, { following: true })).toBe('THREAD_NOT_FOUND');
      expect(await people.code(wang, `PUT ${path}/draft`, { text: 'x', updatedAt: 1 })).toBe('THREAD_NOT_FOUND');
    }
    const path = threads.path(thread);
    for (const change of [{}, { following: 1 }, { readOrd: -1 }, { readOrd: 1.5 }, { following: true, more: 1 }]) {
      expect(await people.code(wang, `PATCH ${path}`, change)).toBe('BAD_REQUEST');
    }
    for (const query of ['?limit=0', '?limit=101', '?beforeSeq=0', '?more=1']) {
      expect(await people.code(wang, `GET ${path}${query}`)).toBe('BAD_REQUEST');
    }
    for (const query of ['?limit=0', '?after=nothing', '?after=1:0:1', '?more=1']) {
      expect(await people.code(wang, `GET /threads${query}`)).toBe('BAD_REQUEST');
    }
    expect(await people.code(wang, `PUT ${path}/draft`, { text: 'x'.repeat(16_384), updatedAt: 1 })).toBe(
      'TEXT_TOO_LONG',
    );
    expect(await people.code(wang, `PUT ${path}/draft`, { text: '\u0000', updatedAt: 1 })).toBe('TEXT_INVALID');
    expect(await storedMessages(realm.databases, id)).toHaveLength(stored);
    const marks = await query<{ user_id: string }>(
      await shardOf(realm.databases, id),
      'select user_id from thread_mark where conversation_id = $1 order by user_id',
      [id],
    );
    // Of the one thread that there is.
    expect(marks.map((mark) => mark.user_id).toSorted()).toEqual([lin.userId, wang.userId].toSorted());
  });

  it('can be scheduled, and is said there when its time comes', async () => {
    const [lin, wang] = realm.pair();
    const thread = await threads.root(lin, lin.conversationId);
    const body = {
      clientMsgId: newClientMsgId(),
      content: { type: 'text', text: 'later', thread: { seq: thread.seq } },
      sendAt: Date.now(),
    };
    expect(await people.code(wang, `POST /conversations/${lin.conversationId}/scheduled`, body)).toBe('OK');
    await until('it is sent', async () => (await threads.page(lin, thread)).messages[0]?.content.text === 'later');
  });

  it('is told to those who follow, also when who stored it dies before', async () => {
    const [lin, wang] = realm.pair();
    const thread = await threads.root(lin, lin.conversationId);
    await threads.reply(wang, thread, 'one');
    const a = await TestDevice.connect(realm.url, lin);
    // As it is left behind.
    await query(
      await shardOf(realm.databases, lin.conversationId),
      `insert into outbox (id, kind, payload) values (4711, 'thread', $1)`,
      [JSON.stringify([thread])],
    );
    await until('it is told', () => toldOf(a, thread).length > 0);
    expect(toldOf(a, thread)[0]).toMatchObject({ count: 1, following: true, readOrd: 0 });
    a.close();
  });
});
