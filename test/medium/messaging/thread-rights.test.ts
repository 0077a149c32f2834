import type { Scheduled, ThreadPage } from '@parley/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newClientMsgId, type Session } from '../../support/device.js';
import { SHAPES } from '../../support/server.js';
import { codeIn, People } from '../support/people.js';
import { openRealm, type Realm } from '../support/realm.js';
import { type Thread, Threads } from '../support/threads.js';

const LATER = 3_600_000;

describe.each(SHAPES)('what one may do with a thread (%s)', (shape) => {
  let realm: Realm;
  let people: People;
  let threads: Threads;
  beforeAll(async () => {
    realm = await openRealm(shape, { gateways: 1 });
    people = new People(realm);
    threads = new Threads(people);
  });
  afterAll(() => realm.close());

  const body = (content: object, key = newClientMsgId()): object => ({
    clientMsgId: key,
    content: { type: 'text', text: 'later', ...content },
    sendAt: Date.now() + LATER,
  });
  const schedule = (who: Session, id: string, asked: object): ReturnType<typeof people.call<Scheduled>> =>
    people.call<Scheduled>(who, `POST /conversations/${id}/scheduled`, asked);
  const texts = ({ messages }: ThreadPage): unknown[] => messages.map(({ content }) => content.text);

  it('nothing is scheduled into a thread in which nobody could reply now, and nothing is changed into it', async () => {
    const [lin, wang] = realm.pair();
    const id = await people.group(lin, [wang]);
    const thread = await threads.root(lin, id);
    const reply = await threads.reply(wang, thread, 'reply');
    const gone = await threads.root(lin, id);
    await people.code(lin, `POST /conversations/${id}/messages/${gone.seq}/recall`);
    const hidden = await threads.root(lin, id);
    await people.code(wang, `POST /conversations/${id}/hide`, { seqs: [hidden.seq] });
    const made = await schedule(wang, id, body({ thread: { seq: thread.seq } }));
    expect(codeIn(made)).toBe('OK');
    for (const seq of [1, reply.seq, gone.seq, hidden.seq, 9_999]) {
      const there = { thread: { seq } };
      expect(codeIn(await schedule(wang, id, body(there)))).toBe('THREAD_NOT_FOUND');
      const moved = { content: { type: 'text', text: 'moved', ...there } };
      expect(await people.code(wang, `PATCH /scheduled/${made.body.scheduledId}`, moved)).toBe('THREAD_NOT_FOUND');
    }
    expect(codeIn(await schedule(wang, id, body({ replyTo: { seq: 9_999 } })))).toBe('REPLY_NOT_FOUND');
    const waiting = await people.call<{ scheduled: Scheduled[] }>(wang, 'GET /scheduled');
    expect(waiting.body.scheduled).toMatchObject([{ content: { text: 'later', thread: { seq: thread.seq } } }]);
    await people.remove(lin, id, wang);
    expect(codeIn(await schedule(wang, id, body({ thread: { seq: thread.seq } })))).toBe('CONVERSATION_NOT_FOUND');
  });

  it('what was scheduled is refused when it is sent, if its message was taken back meanwhile; scheduled again it is the same', async () => {
    const [lin, wang] = realm.pair();
    const id = lin.conversationId;
    const thread = await threads.root(lin, id);
    const asked = body({ thread: { seq: thread.seq } });
    const made = await schedule(wang, id, asked);
    await people.code(lin, `POST /conversations/${id}/messages/${thread.seq}/recall`);
    expect((await schedule(wang, id, asked)).body).toEqual(made.body);
    const sent = await people.call<Scheduled>(wang, `POST /scheduled/${made.body.scheduledId}/send`);
    expect(sent.body).toMatchObject({ state: 'failed', failure: 'THREAD_NOT_FOUND' });
  });

  it('who has left reads what stood in it then, page by page, and can do nothing else with it', async () => {
    const [lin, wang] = realm.pair();
    const [gao, stranger] = realm.pair();
    const id = await people.group(lin, [wang, gao]);
    const thread = await threads.root(lin, id);
    for (const text of ['1', '2', '3']) await threads.reply(wang, thread, text);
    const last = await threads.reply(gao, thread, '4');
    await people.remove(lin, id, gao);
    const later = await threads.reply(lin, thread, 'not for gao');
    const newer = await threads.root(lin, id);
    await threads.reply(wang, newer, 'nor this');
    const page = await threads.page(gao, thread);
    expect(texts(page)).toEqual(['1', '2', '3', '4']);
    expect(page).toMatchObject({
      root: { seq: thread.seq, replies: { count: 4, lastSeq: last.seq } },
      hasMore: false,
      thread: { count: 4, lastSeq: last.seq, lastAt: last.sentAt, following: false },
    });
    const newest = await threads.page(gao, thread, `?limit=3&beforeSeq=${later.seq + 100}`);
    expect([texts(newest), newest.hasMore]).toEqual([['2', '3', '4'], true]);
    const oldest = await threads.page(gao, thread, `?limit=3&beforeSeq=${newest.messages[0]?.seq ?? 0}`);
    expect([texts(oldest), oldest.hasMore]).toEqual([['1'], false]);
    expect(await people.code(gao, `GET ${threads.path(newer)}`)).toBe('THREAD_NOT_FOUND');
    const path = threads.path(thread);
    expect(await people.code(gao, `PATCH ${path}`, { following: true })).toBe('CONVERSATION_NOT_FOUND');
    expect(await people.code(gao, `PUT ${path}/draft`, { text: 'x', updatedAt: 1 })).toBe('CONVERSATION_NOT_FOUND');
    expect(codeIn(await threads.trySay(gao, id, { text: 'x', thread }))).toBe('CONVERSATION_NOT_FOUND');
    expect((await threads.list(gao)).threads).toEqual([]);
    // Who never was there learns nothing, whether there is a thread or not.
    const nowhere: Thread = { conversationId: '1', seq: 1 };
    for (const asked of [thread, newer, nowhere]) {
      expect(await people.code(stranger, `GET ${threads.path(asked)}`)).toBe('CONVERSATION_NOT_FOUND');
    }
  });

  it('who comes back reads all of it again', async () => {
    const [lin, wang] = realm.pair();
    const id = await people.group(lin, [wang]);
    const thread = await threads.root(lin, id);
    await threads.reply(lin, thread, 'heard');
    await people.remove(lin, id, wang);
    await people.add(lin, id, [wang]);
    await threads.reply(lin, thread, 'back');
    expect(texts(await threads.page(wang, thread))).toEqual(['heard', 'back']);
  });
});
