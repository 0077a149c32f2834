import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mintSessions } from '../../support/cli.js';
import { type Session, TestDevice } from '../../support/device.js';
import { query } from '../../support/query.js';
import { SHAPES } from '../../support/server.js';
import { until } from '../../support/wait.js';
import { clientOf } from '../support/client.js';
import { People } from '../support/people.js';
import { openRealm, type Realm } from '../support/realm.js';
import { type Thread, Threads, toldOf } from '../support/threads.js';
import { range, shardOf } from '../support/wire.js';

/** So many are in read mode. */
const LARGE = 510;

describe.each(SHAPES)('what is mine about threads (%s)', (shape) => {
  let realm: Realm;
  let people: People;
  let threads: Threads;
  beforeAll(async () => {
    realm = await openRealm(shape, { gateways: 2 });
    people = new People(realm);
    threads = new Threads(people);
  });
  afterAll(() => realm.close());

  const following = async (who: Session, thread: Thread): Promise<boolean> =>
    (await threads.page(who, thread)).thread.following;
  const call = (whom: Session): object[] => [{ type: 'user', userId: whom.userId, at: 0, length: 2 }];

  it('who replies, who is called there and whose message it is follow; others by hand; and each is told what is new', async () => {
    const [lin, wang] = realm.pair();
    const [gao, he] = realm.pair();
    const id = await people.group(lin, [wang, gao, he]);
    const thread = await threads.root(lin, id);
    const devices = await Promise.all([lin, gao, he].map((who) => TestDevice.connect(realm.url, who)));
    const [l, g, h] = devices;
    if (l === undefined || g === undefined || h === undefined) throw new Error('nobody');
    await threads.reply(wang, thread, 'one');
    await until('whose message it is hears', () => toldOf(l, thread).length === 1);
    expect(toldOf(l, thread)).toMatchObject([{ count: 1, readOrd: 0, following: true, version: 1, draft: null }]);
    expect([await following(wang, thread), await following(gao, thread)]).toEqual([true, false]);
    expect((await threads.page(wang, thread)).thread).toMatchObject({ readOrd: 1, version: 1 });

    await threads.reply(wang, thread, { text: '@高 two', mentions: call(gao) });
    await until('who is called hears', () => toldOf(g, thread).length === 1);
    expect(toldOf(g, thread)).toMatchObject([{ count: 2, readOrd: 0, following: true }]);
    expect((await threads.change(he, thread, { following: true })).version).toBe(1);
    await until('their own device hears', () => toldOf(h, thread).length === 1);
    const third = await threads.reply(wang, thread, 'three');
    await until('all who follow hear', () => [l, g, h].every((device) => toldOf(device, thread).at(-1)?.count === 3));
    expect(toldOf(h, thread).at(-1)).toMatchObject({ lastSeq: third.seq, lastAt: third.sentAt });

    // Who doesn't follow any more hears nothing, until they speak or are called again.
    await threads.change(gao, thread, { following: false });
    await threads.reply(wang, thread, 'four');
    await until('the others hear', () => [l, h].every((device) => toldOf(device, thread).at(-1)?.count === 4));
    expect(toldOf(g, thread).map(({ count, following: on }) => [count, on])).toEqual([
      [2, true],
      [3, true],
      [3, false],
    ]);
    await threads.reply(gao, thread, 'five');
    await until('they follow again', () => toldOf(g, thread).at(-1)?.following === true);
    expect(toldOf(g, thread).at(-1)).toMatchObject({ readOrd: 5, version: 3 });
    // What was pushed is what a device that was away pulls, as it is now.
    expect((await threads.entries(gao)).every((entry) => entry.thread.count === 5)).toBe(true);
    for (const device of devices) device.close();
  });

  it('a reply that is changed to call somebody makes them follow', async () => {
    const [lin, wang] = realm.pair();
    const [gao] = realm.pair();
    const id = await people.group(lin, [wang, gao]);
    const thread = await threads.root(lin, id);
    const { seq } = await threads.reply(wang, thread, 'two');
    const g = await TestDevice.connect(realm.url, gao);
    const edit = { content: { type: 'text', text: '@高 two', mentions: call(gao) } };
    await people.code(wang, `PATCH /conversations/${id}/messages/${seq}`, edit);
    await until('they are told', () => toldOf(g, thread).length > 0);
    expect(toldOf(g, thread)).toMatchObject([{ following: true, readOrd: 0, count: 1 }]);
    g.close();
  });

  it('is read on one device and on all, only on, and never past what was said', async () => {
    const [lin, wang] = realm.pair();
    const thread = await threads.root(lin, lin.conversationId);
    for (const number of range(1, 4)) await threads.reply(wang, thread, `${number}`);
    const a = await TestDevice.connect(realm.url, lin);
    expect((await threads.list(lin)).unread).toBe(1);
    expect(await threads.change(lin, thread, { readOrd: 2 })).toMatchObject({ readOrd: 2 });
    await until('the device hears', () => toldOf(a, thread).at(-1)?.readOrd === 2);
    expect(await threads.change(lin, thread, { readOrd: 1 })).toMatchObject({ readOrd: 2 });
    expect(await threads.change(lin, thread, { readOrd: 99 })).toMatchObject({ readOrd: 4 });
    expect((await threads.list(lin)).unread).toBe(0);
    // Two at once: the farther one stays.
    await threads.reply(wang, thread, '5');
    await threads.reply(wang, thread, '6');
    await Promise.all([6, 5, 4].map((readOrd) => threads.change(lin, thread, { readOrd })));
    expect((await threads.page(lin, thread)).thread.readOrd).toBe(6);
    a.close();
  });

  it('what I may not see of it is read with the rest, and not unread for ever', async () => {
    const [lin, wang] = realm.pair();
    const thread = await threads.root(lin, lin.conversationId);
    const { seq } = await threads.reply(wang, thread, 'deleted for lin');
    await people.code(lin, `POST /conversations/${lin.conversationId}/hide`, { seqs: [seq] });
    expect((await threads.list(lin)).unread).toBe(1);
    const client = await clientOf(realm.url, lin);
    const opened = client.thread(thread.conversationId, thread.seq);
    const off = opened.subscribe(() => undefined);
    await until('it is there', () => opened.getSnapshot().status === 'ready');
    expect(opened.getSnapshot().messages).toEqual([]);
    opened.read();
    await until('it is read', async () => (await threads.list(lin)).unread === 0);
    off();
    await client.stop();
  });

  it('all who are called in it are who follow it: nobody else is called, whatever it becomes', async () => {
    const [lin, wang] = realm.pair();
    const [gao] = realm.pair();
    const id = await people.group(lin, [wang, gao]);
    const thread = await threads.root(wang, id);
    const mentions = [{ type: 'all', at: 0, length: 4 }];
    const { seq } = await threads.reply(lin, thread, { text: '@所有人 look', mentions });
    await threads.reply(lin, thread, 'and on');
    const called = async (): Promise<unknown[]> =>
      Promise.all([wang, gao].map(async (who) => (await people.row(who, id))?.mentionSeq));
    expect(await called()).toEqual([null, null]);
    expect((await threads.list(wang)).unread).toBe(1);
    const edit = `PATCH /conversations/${id}/messages/${seq}`;
    expect(await people.code(lin, edit, { content: { type: 'text', text: '@所有人 here', mentions } })).toBe('OK');
    expect(await called()).toEqual([null, null]);
    // In the flow it calls everybody, as ever.
    const all = await threads.say(lin, id, { text: '@所有人 look', mentions });
    expect(await called()).toEqual([all.seq, all.seq]);
  });

  it('who came after its message, and is called there, may read on from then and answer', async () => {
    const [lin, wang] = realm.pair();
    const [gao, he] = realm.pair();
    const id = await people.group(lin, [wang]);
    expect(await people.set(lin, id, { history: 0 })).toBe('OK');
    const thread = await threads.root(lin, id);
    await threads.reply(wang, thread, 'before');
    expect(await people.add(lin, id, [gao, he])).toBe('OK');
    for (const who of [gao, he]) expect(await people.code(who, `GET ${threads.path(thread)}`)).toBe('THREAD_NOT_FOUND');
    const denied = await threads.trySay(gao, id, { text: 'blind', thread });
    expect(denied.body.code).toBe('THREAD_NOT_FOUND');
    const said = await threads.reply(wang, thread, { text: '@高 since', mentions: call(gao) });
    const page = await threads.page(gao, thread);
    expect(page).toMatchObject({ root: null, thread: { count: 2, following: true }, messages: [{ seq: said.seq }] });
    expect(page.messages).toHaveLength(1);
    expect((await threads.list(gao)).threads).toMatchObject([{ seq: thread.seq, root: null, last: { seq: said.seq } }]);
    const answer = await threads.reply(gao, thread, 'I see');
    expect((await threads.page(wang, thread)).messages.at(-1)).toMatchObject({ seq: answer.seq });
    const client = await clientOf(realm.url, gao);
    const opened = client.thread(id, thread.seq);
    const off = opened.subscribe(() => undefined);
    await until('it is there', () => opened.getSnapshot().status === 'ready');
    expect(opened.getSnapshot()).toMatchObject({ root: null, error: null });
    expect(opened.getSnapshot().messages.map(({ seq }) => seq)).toEqual([said.seq, answer.seq]);
    off();
    await client.stop();
    // Deleted for oneself, nothing of it is left to be opened.
    expect(await people.code(he, `POST /conversations/${id}/hide`, { seqs: [said.seq, answer.seq] })).toBe('OK');
    expect(await people.code(he, `GET ${threads.path(thread)}`)).toBe('THREAD_NOT_FOUND');
  });

  it('a draft is kept for the thread; the later one counts, and a clock that is ahead wins nothing', async () => {
    const [lin, wang] = realm.pair();
    const thread = await threads.root(wang, lin.conversationId);
    const path = `PUT ${threads.path(thread)}/draft`;
    const a = await TestDevice.connect(realm.url, lin);
    const now = Date.now() - 60_000;
    await people.code(lin, path, { text: 'second', updatedAt: now + 2 });
    const kept = await people.call<object>(lin, path, { text: 'first', updatedAt: now + 1 });
    expect(kept.body).toEqual({ text: 'second', updatedAt: now + 2 });
    await until('the device hears', () => toldOf(a, thread).length > 0);
    expect(toldOf(a, thread).at(-1)).toMatchObject({ draft: { text: 'second' }, following: false });
    const ahead = await people.call<{ updatedAt: number }>(lin, path, { text: 'ahead', updatedAt: Date.now() + 9e9 });
    expect(ahead.body.updatedAt).toBeLessThanOrEqual(Date.now() + 1_000);
    await people.code(lin, path, { text: '', updatedAt: Date.now() + 1 });
    expect((await threads.page(lin, thread)).thread.draft?.text).toBe('');
    // It is neither the conversation's draft nor anybody else's.
    expect((await people.row(lin, lin.conversationId))?.draft).toBeNull();
    expect((await threads.page(wang, thread)).thread.draft).toBeNull();
    a.close();
  });

  it('the list has what I follow and may see, the newest first, in pages', async () => {
    const [lin, wang] = realm.pair();
    const [gao] = realm.pair();
    const places = [
      lin.conversationId,
      await people.group(wang, [lin, gao]),
      await people.group(wang, [lin]),
      await people.group(wang, [lin]),
    ];
    const made: Thread[] = [];
    for (const id of places) {
      const thread = await threads.root(lin, id, `root of ${id}`);
      await threads.reply(wang, thread, `reply to ${id}`);
      made.unshift(thread);
    }
    await threads.root(lin, lin.conversationId, 'nobody replied');
    const keys = (some: readonly Thread[]): string[] =>
      some.map(({ conversationId, seq }) => `${conversationId}:${seq}`);
    const all = await threads.list(lin);
    expect(keys(all.threads)).toEqual(keys(made));
    expect(all).toMatchObject({ unread: 4, next: null });
    expect(all.threads[0]).toMatchObject({
      root: { content: { text: `root of ${made[0]?.conversationId}` } },
      last: { content: { text: `reply to ${made[0]?.conversationId}` }, senderId: wang.userId },
    });
    const first = await threads.list(lin, '?limit=3');
    const second = await threads.list(lin, `?limit=3&after=${first.next}`);
    expect([...keys(first.threads), ...keys(second.threads)]).toEqual(keys(made));
    expect([first.unread, second.unread, second.next]).toEqual([4, 4, null]);
    // Out of the group, out of the list; deleted for me, too; unfollowed, too.
    await people.remove(wang, places[1] ?? '', lin);
    await people.code(lin, `POST /conversations/${places[2]}/hide`, { seqs: [made[1]?.seq] });
    await threads.change(lin, made[0] ?? { conversationId: '', seq: 0 }, { following: false });
    // What hangs on a message that I deleted for myself I don't follow any more.
    const marks = await query<{ following: boolean }>(
      await shardOf(realm.databases, places[2] ?? ''),
      'select following from thread_mark where conversation_id = $1 and user_id = $2',
      [places[2], lin.userId],
    );
    expect(marks).toEqual([{ following: false }]);
    const left = await threads.list(lin);
    expect([keys(left.threads), left.unread]).toEqual([keys(made.slice(3)), 1]);
    expect((await threads.entries(lin)).map(({ conversationId }) => conversationId)).not.toContain(places[1]);
    expect((await threads.list(gao)).threads).toEqual([]);
  });

  it('in a large conversation those who follow hear at once, and the others by its head alone', async () => {
    const crowd = await mintSessions(realm.env, LARGE);
    const [owner, speaker, follower, other] = crowd;
    if (owner === undefined || speaker === undefined || follower === undefined || other === undefined)
      throw new Error('nobody');
    const id = await people.group(owner, crowd.slice(1));
    const thread = await threads.root(owner, id);
    await threads.change(follower, thread, { following: true });
    const devices = await Promise.all(
      [owner, follower, other].map((who, index) => TestDevice.connect(realm.server.urls[index % 2] ?? realm.url, who)),
    );
    const [o, f, n] = devices;
    if (o === undefined || f === undefined || n === undefined) throw new Error('nobody');
    await n.call('watch', { conversationIds: [id] });
    const before = (await people.row(other, id))?.unread;
    const { seq } = await threads.reply(speaker, thread, 'loud');
    await until('they hear', () => [o, f].every((device) => toldOf(device, thread).at(-1)?.count === 1));
    const frames = (): unknown[] =>
      n.timelines.flatMap(({ messages }) => messages).filter((message) => message.seq === seq);
    await until('who looks gets what was said', () => frames().length > 0);
    expect(frames()).toMatchObject([{ thread: { seq: thread.seq, ord: 1 }, content: { text: 'loud' } }]);
    expect(toldOf(n, thread)).toEqual([]);
    expect((await people.row(other, id))?.unread).toBe(before);
    // Held or not: what is told of a thread is what there is now.
    for (const count of [2, 3]) {
      await threads.reply(speaker, thread, `${count}`);
      expect((await threads.byText(other, id)).get('root')?.replies).toMatchObject({ count });
    }
    for (const device of devices) device.close();
  });
});
