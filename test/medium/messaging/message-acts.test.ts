import type {
  BatchSyncPage,
  ChatListItem,
  HistoryPage,
  KnownEntry,
  Message,
  MessageVersion,
  SavedPage,
  SyncPage,
} from '@parley/contract';
import { LIMITS } from '@parley/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newClientMsgId, rest, type RestAnswer, type Session, TestDevice } from '../../support/device.js';
import { query } from '../../support/query.js';
import { SHAPES } from '../../support/server.js';
import { until } from '../../support/wait.js';
import { openRealm, type Realm } from '../support/realm.js';
import { range, shardOf } from '../support/wire.js';

type Coded<T> = RestAnswer<T & { code?: string }>;
const codeOf = ({ body }: Coded<object>): string => body.code ?? 'OK';
/** Two faces, a tint, a gender: emoji are more than one code point. */
const EMOJI = ['👍', '❤️', '👨‍👩‍👧‍👦', '🇨🇳', '👍🏽'];

describe.each(SHAPES)('what happens to a message after it was sent (%s)', (shape) => {
  let realm: Realm;
  beforeAll(async () => {
    realm = await openRealm(shape, { gateways: 2 });
  });
  afterAll(() => realm.close());

  const call = <T = Message>(who: Session, route: string, body?: unknown): Promise<Coded<T>> => {
    const [method = '', path = ''] = route.split(' ');
    return rest(realm.url, who, { method, path, ...(body === undefined ? {} : { body }) });
  };
  const at = (seq: number, id: string): string => `/conversations/${id}/messages/${seq}`;
  const say = (text: string): unknown => ({ content: { type: 'text', text } });
  const history = async (who: Session, id: string): Promise<HistoryPage> =>
    (await call<HistoryPage>(who, `GET /conversations/${id}/messages`)).body;
  const sendAs = (who: Session, id: string, said: { text: string; key: string }): Promise<Coded<Message>> =>
    call(who, `POST /conversations/${id}/messages`, { clientMsgId: said.key, ...(say(said.text) as object) });
  const send = (who: Session, id: string, text: string): Promise<Coded<Message>> =>
    sendAs(who, id, { text, key: newClientMsgId() });
  const group = async (owner: Session, others: readonly Session[]): Promise<string> => {
    const userIds = others.map(({ userId }) => userId);
    const body = { kind: 'group', key: newClientMsgId(), name: 'acts', userIds };
    return (await call<ChatListItem>(owner, 'POST /conversations', body)).body.conversationId;
  };
  const changes = (device: TestDevice, id: string): Extract<KnownEntry, { kind: 'change' }>[] =>
    [...device.pushed.values()].flatMap((entry) =>
      entry.kind === 'change' && entry.conversationId === id ? [entry] : [],
    );
  const pulled = async (who: Session): Promise<KnownEntry[]> =>
    (await call<SyncPage>(who, 'GET /sync?incarnation=0&lastSeq=0&limit=500')).body.entries;
  /** Makes a message older than any window. */
  const age = async (id: string, seq: number): Promise<void> => {
    const text = `update message set sent_at = sent_at - interval '30 days' where conversation_id = $1 and seq = $2`;
    await query(await shardOf(realm.databases, id), text, [id, seq]);
  };

  it('an edit reaches the others at once, keeps what was said before, and the send keeps its first answer', async () => {
    const [lin, wang] = realm.pair();
    const { conversationId } = lin;
    const b = await TestDevice.connect(realm.server.urls[1] ?? realm.url, wang);
    const key = newClientMsgId();
    const first = (await sendAs(lin, conversationId, { text: 'see you at ten', key })).body;
    const edited = await call(lin, `PATCH ${at(1, conversationId)}`, say('see you at eleven'));
    expect(edited.body).toMatchObject({
      seq: 1,
      rev: 2,
      content: { text: 'see you at eleven' },
      edited: { version: 2 },
    });
    await until('the other is told', () => changes(b, conversationId).length === 1);
    expect(changes(b, conversationId)[0]).toMatchObject({ seq: 1, rev: 2, by: lin.userId, message: edited.body });
    expect((await history(wang, conversationId)).messages).toEqual([edited.body]);
    // The same again changes nothing.
    expect((await call(lin, `PATCH ${at(1, conversationId)}`, say('see you at eleven'))).body).toEqual(edited.body);
    expect((await history(wang, conversationId)).head).toEqual({ seq: 1, rev: 2 });
    // What was sent is still the same message, with its first answer; other words under its key are not.
    const { messageId, seq, rev, ord, sentAt } = first;
    expect((await sendAs(lin, conversationId, { text: 'see you at ten', key })).body).toEqual({
      messageId,
      seq,
      rev,
      ord,
      sentAt,
    });
    expect(codeOf(await sendAs(lin, conversationId, { text: 'see you at eleven', key }))).toBe('CONFLICT');
    await call(lin, `PATCH ${at(1, conversationId)}`, say('see you at twelve'));
    const { versions } = (await call<{ versions: MessageVersion[] }>(wang, `GET ${at(1, conversationId)}/versions`))
      .body;
    expect(versions.map(({ version, content, replacedBy }) => [version, content.text, replacedBy])).toEqual([
      [1, 'see you at ten', lin.userId],
      [2, 'see you at eleven', lin.userId],
    ]);
    // Pulled by one who was away, it comes as it is now.
    const entries = await pulled(wang);
    const texts = entries.flatMap((entry) => ('message' in entry ? [entry.message.content.text] : []));
    expect(texts).toEqual(['see you at twelve', 'see you at twelve', 'see you at twelve']);
    b.close();
  });

  it('a recalled message keeps its place and says nothing by any way; its send keeps its answer', async () => {
    const [lin, wang] = realm.pair();
    const { conversationId } = lin;
    const b = await TestDevice.connect(realm.url, wang);
    const secret = 'the password is swordfish';
    const key = newClientMsgId();
    const first = (await sendAs(lin, conversationId, { text: secret, key })).body;
    await send(wang, conversationId, 'what?');
    await call(wang, `PUT ${at(1, conversationId)}/reactions/👍`);
    await call(lin, `PATCH ${at(1, conversationId)}`, say(`${secret}!`));
    const recalled = (await call(lin, `POST ${at(1, conversationId)}/recall`)).body;
    expect(recalled.content).toEqual({ type: 'recalled', by: lin.userId });
    expect(recalled).not.toHaveProperty('reactions');
    expect((await call(lin, `POST ${at(1, conversationId)}/recall`)).body).toEqual(recalled);
    await until('the other is told', () => changes(b, conversationId).some(({ rev }) => rev === recalled.rev));
    const everything = JSON.stringify([
      await history(wang, conversationId),
      await history(lin, conversationId),
      await pulled(wang),
      (await call(wang, 'GET /conversations')).body,
      (await call(wang, `GET ${at(1, conversationId)}/versions`)).body,
      (await call<BatchSyncPage>(wang, 'POST /batch/sync', { syncs: [{ conversationId, lastSeq: 0, lastRev: 0 }] }))
        .body,
    ]);
    expect(everything).not.toContain('swordfish');
    expect((await history(wang, conversationId)).messages.map(({ seq }) => seq)).toEqual([1, 2]);
    const { messageId, seq } = first;
    expect((await sendAs(lin, conversationId, { text: secret, key })).body).toMatchObject({ messageId, seq });
    for (const route of ['reactions/👍', 'pin']) {
      expect(codeOf(await call(wang, `PUT ${at(1, conversationId)}/${route}`))).toBe('NOT_EDITABLE');
    }
    expect(codeOf(await call(lin, `PATCH ${at(1, conversationId)}`, say('again')))).toBe('NOT_EDITABLE');
    b.close();
  });

  it('is for who sent it and not for ever; in a group, owner and admins recall what those below them said', async () => {
    const [lin, wang] = realm.pair();
    const [gao] = realm.pair();
    const id = await group(lin, [wang, gao]);
    await call(lin, `PATCH /conversations/${id}/members/${wang.userId}`, { role: 'admin' });
    for (const who of [lin, wang, gao]) await send(who, id, `by ${who.userId}`);
    const [byLin, byWang, byGao] = [3, 4, 5];
    expect(codeOf(await call(wang, `PATCH ${at(byGao, id)}`, say('put into their mouth')))).toBe('NOT_YOUR_MESSAGE');
    expect(codeOf(await call(gao, `POST ${at(byWang, id)}/recall`))).toBe('NOT_YOUR_MESSAGE');
    expect(codeOf(await call(wang, `POST ${at(byLin, id)}/recall`))).toBe('NOT_YOUR_MESSAGE');
    for (const seq of [byLin, byWang, byGao]) await age(id, seq);
    expect(codeOf(await call(gao, `PATCH ${at(byGao, id)}`, say('late')))).toBe('EDIT_WINDOW_OVER');
    expect(codeOf(await call(gao, `POST ${at(byGao, id)}/recall`))).toBe('RECALL_WINDOW_OVER');
    expect((await call(wang, `POST ${at(byGao, id)}/recall`)).body.content).toEqual({
      type: 'recalled',
      by: wang.userId,
    });
    expect((await call(lin, `POST ${at(byWang, id)}/recall`)).body.content).toEqual({
      type: 'recalled',
      by: lin.userId,
    });
    // What happened to the group is nobody's to change.
    expect(codeOf(await call(lin, `PATCH ${at(1, id)}`, say('history')))).toBe('NOT_EDITABLE');
    expect(codeOf(await call(lin, `POST ${at(1, id)}/recall`))).toBe('NOT_EDITABLE');
    // An act is no message: nothing is unread by it, and the order of the chat list stays.
    const row = (await call<ChatListItem>(gao, `GET /conversations/${id}`)).body;
    expect(row).toMatchObject({ head: { seq: 5, rev: 7, ord: 3 } });
  });

  it('reactions count exactly however many come at once, once a person; a flood of kinds is refused', async () => {
    const people = range(1, 6).flatMap(() => realm.pair());
    const [lin] = people;
    if (lin === undefined) throw new Error('nobody');
    const id = await group(lin, people.slice(1));
    await send(lin, id, 'lunch?');
    await Promise.all(people.flatMap((who) => [1, 2].map(() => call(who, `PUT ${at(2, id)}/reactions/👍`))));
    const after = (await history(lin, id)).messages[1];
    expect(after?.reactions).toMatchObject([{ emoji: '👍', count: people.length }]);
    expect(after?.reactions?.[0]?.userIds.toSorted()).toEqual(people.map(({ userId }) => userId).toSorted());
    expect((await history(lin, id)).head.rev).toBe(2 + people.length);
    for (const emoji of EMOJI)
      expect((await call(lin, `PUT ${at(2, id)}/reactions/${encodeURIComponent(emoji)}`)).status).toBe(200);
    await Promise.all(people.map((who) => call(who, `DELETE ${at(2, id)}/reactions/👍`)));
    const left = (await call(lin, `DELETE ${at(2, id)}/reactions/👍`)).body;
    expect(left.reactions?.map(({ emoji }) => emoji)).toEqual(EMOJI.slice(1));
    const kinds = range(0, LIMITS.reactionKinds + 4).map((index) => String.fromCodePoint(0x1f400 + index));
    const codes: string[] = [];
    for (const emoji of kinds) codes.push(codeOf(await call(lin, `PUT ${at(2, id)}/reactions/${emoji}`)));
    expect(codes.filter((code) => code === 'REACTIONS_FULL').length).toBe(kinds.length + 4 - LIMITS.reactionKinds);
    expect((await history(lin, id)).messages[1]?.reactions?.length).toBe(LIMITS.reactionKinds);
    for (const bad of ['a', '👍👍', ':smile:', '%20', '👍a']) {
      expect([bad, codeOf(await call(lin, `PUT ${at(2, id)}/reactions/${encodeURIComponent(bad)}`))]).toEqual([
        bad,
        'BAD_REQUEST',
      ]);
    }
  });

  it('pins are listed newest first, for those who may see the message', async () => {
    const [lin, wang] = realm.pair();
    const [gao] = realm.pair();
    const id = await group(lin, [wang]);
    await send(lin, id, 'read this first');
    await send(lin, id, 'and this');
    for (const seq of [2, 3])
      expect((await call(lin, `PUT ${at(seq, id)}/pin`)).body.pinned).toMatchObject({ by: lin.userId });
    // Who may pin is a rule of the group: its owner and admins, unless told otherwise.
    expect(codeOf(await call(wang, `PUT ${at(2, id)}/pin`))).toBe('ROLE_REQUIRED');
    expect(codeOf(await call(wang, `DELETE ${at(2, id)}/pin`))).toBe('ROLE_REQUIRED');
    const pins = async (who: Session): Promise<(number | undefined)[]> =>
      (await call<{ messages: Message[] }>(who, `GET /conversations/${id}/pins`)).body.messages.map(({ seq }) => seq);
    expect(await pins(lin)).toEqual([3, 2]);
    await call(lin, `POST /conversations/${id}/members`, { userIds: [gao.userId] });
    // They came later, so what is pinned is not theirs to see.
    expect(await pins(gao)).toEqual([]);
    expect((await call(lin, `DELETE ${at(3, id)}/pin`)).body).not.toHaveProperty('pinned');
    expect(await pins(lin)).toEqual([2]);
    await call(lin, `DELETE /conversations/${id}/members/${wang.userId}`);
    expect(codeOf(await call(wang, `GET /conversations/${id}/pins`))).toBe('CONVERSATION_NOT_FOUND');
  });

  it('what I delete for myself is gone by every way to me, and there for everybody else', async () => {
    const [lin, wang] = realm.pair();
    const { conversationId } = lin;
    const [phone, other] = await Promise.all([
      TestDevice.connect(realm.url, realm.tokens.another(lin, 'd_lin_phone')),
      TestDevice.connect(realm.url, wang),
    ]);
    for (const count of range(1, 4)) await send(wang, conversationId, `message ${count}`);
    expect((await call(lin, `POST /conversations/${conversationId}/hide`, { seqs: [2, 4, 99] })).status).toBe(200);
    await until('my other device is told', () => [...phone.pushed.values()].some(({ kind }) => kind === 'hidden'));
    const told = [...phone.pushed.values()].find(({ kind }) => kind === 'hidden');
    expect(told).toMatchObject({
      ranges: [
        { from: 2, to: 2 },
        { from: 4, to: 4 },
      ],
    });
    const page = await history(lin, conversationId);
    expect(page.messages.map(({ seq }) => seq)).toEqual([1, 3]);
    expect(page.purged).toEqual([
      { from: 2, to: 2 },
      { from: 4, to: 4 },
    ]);
    const { syncs } = (
      await call<BatchSyncPage>(lin, 'POST /batch/sync', { syncs: [{ conversationId, lastSeq: 1, lastRev: 9 }] })
    ).body;
    expect(syncs[0]).toMatchObject({
      messages: [{ seq: 3 }],
      purged: [
        { from: 2, to: 2 },
        { from: 4, to: 4 },
      ],
    });
    expect((await call<ChatListItem>(lin, `GET /conversations/${conversationId}`)).body.lastMessage?.seq).toBe(3);
    expect(JSON.stringify(await pulled(lin))).not.toMatch(/message [24]/);
    expect(codeOf(await call(lin, `PUT ${at(2, conversationId)}/reactions/👍`))).toBe('MESSAGE_NOT_FOUND');
    expect((await history(wang, conversationId)).messages.map(({ seq }) => seq)).toEqual([1, 2, 3, 4]);
    expect([...other.pushed.values()].some(({ kind }) => kind === 'hidden')).toBe(false);
    phone.close();
    other.close();
  });

  it('who left goes on seeing what was said then: nothing that was changed since, by any way', async () => {
    const [lin, wang] = realm.pair();
    const id = await group(lin, [wang]);
    for (const text of ['one', 'two', 'three']) await send(lin, id, text);
    await call(lin, `PATCH ${at(2, id)}`, say('one, edited before'));
    await send(lin, id, 'four');
    await call(wang, `POST /conversations/${id}/leave`);
    await call(lin, `PATCH ${at(2, id)}`, say('SECRET one'));
    await call(lin, `PATCH ${at(3, id)}`, say('SECRET two'));
    await call(lin, `POST ${at(4, id)}/recall`);
    await call(lin, `PUT ${at(5, id)}/reactions/👍`);
    const seen = (await history(wang, id)).messages.slice(1);
    expect(seen.map(({ content }) => content.text)).toEqual(['one, edited before', 'two', 'three', 'four']);
    for (const message of seen.slice(1)) expect(Object.keys(message)).not.toContain('reactions');
    const batch = { syncs: [{ conversationId: id, lastSeq: 5, lastRev: 1 }] };
    const everything = JSON.stringify([
      await pulled(wang),
      (await call<BatchSyncPage>(wang, 'POST /batch/sync', batch)).body,
      (await call(wang, `GET ${at(3, id)}/versions`)).body,
    ]);
    expect(everything).not.toContain('SECRET');
    for (const route of [
      `PATCH ${at(2, id)}`,
      `POST ${at(2, id)}/recall`,
      `PUT ${at(2, id)}/pin`,
      `PUT ${at(2, id)}/reactions/👍`,
    ]) {
      const body = route.startsWith('PATCH') ? say('x') : undefined;
      expect([route, codeOf(await call(wang, route, body))]).toEqual([route, 'CONVERSATION_NOT_FOUND']);
    }
  });

  it('a device that knows a rev is told what was changed since, page by page, and nothing twice', async () => {
    const [lin, wang] = realm.pair();
    const { conversationId } = lin;
    for (const count of range(1, 8)) await send(lin, conversationId, `message ${count}`);
    for (const count of range(1, 8)) await call(lin, `PATCH ${at(count, conversationId)}`, say(`edited ${count}`));
    await call(wang, `PUT ${at(3, conversationId)}/reactions/👍`);
    const others = range(1, 100).map((index) => ({ conversationId: String(10 ** 15 + index), lastSeq: 1, lastRev: 1 }));
    const ask = async (lastRev: number, lastSeq = 8): Promise<BatchSyncPage['syncs'][number] | undefined> =>
      // Many timelines at once: few of each in an answer.
      (
        await call<BatchSyncPage>(wang, 'POST /batch/sync', {
          syncs: [{ conversationId, lastSeq, lastRev }, ...others],
        })
      ).body.syncs[0];
    const told: string[] = [];
    let rev = 10;
    for (;;) {
      const part = await ask(rev);
      told.push(...(part?.changed.map(({ seq, content }) => `${seq} ${content.text}`) ?? []));
      expect(part?.messages).toEqual([]);
      rev = part?.rev ?? 0;
      if (part?.hasMore !== true) break;
    }
    expect(rev).toBe(17);
    expect(told).toEqual([
      '3 edited 3',
      '4 edited 4',
      '5 edited 5',
      '6 edited 6',
      '7 edited 7',
      '8 edited 8',
      '3 edited 3',
    ]);
    // Of the part that the device holds; the rest comes as messages.
    expect((await ask(8, 2))?.changed.map(({ seq }) => seq)).toEqual([1, 2]);
    expect(await ask(17)).toMatchObject({ changed: [], rev: 17, hasMore: false });
  });

  it('saved messages are mine alone, on all my devices, as they are now, and no longer than I may see them', async () => {
    const [lin, wang] = realm.pair();
    const id = await group(lin, [wang]);
    const phone = await TestDevice.connect(realm.url, realm.tokens.another(wang, 'd_wang_phone'));
    for (const text of ['one', 'two', 'three']) await send(lin, id, text);
    for (const seq of [2, 3, 4, 2]) expect((await call(wang, `PUT /saved/${id}/${seq}`)).status).toBe(200);
    await until(
      'the phone is told',
      () => [...phone.pushed.values()].filter(({ kind }) => kind === 'saved').length === 3,
    );
    await call(lin, `PATCH ${at(2, id)}`, say('one, edited'));
    const saved = async (search = ''): Promise<SavedPage> => (await call<SavedPage>(wang, `GET /saved${search}`)).body;
    const texts = (page: SavedPage): (string | undefined)[] => page.messages.map(({ message }) => message.content.text);
    expect(texts(await saved())).toEqual(['three', 'two', 'one, edited']);
    const first = await saved('?limit=2');
    expect(texts(first)).toEqual(['three', 'two']);
    expect(texts(await saved(`?limit=2&after=${first.next}`))).toEqual(['one, edited']);
    await call(wang, `DELETE /saved/${id}/3`);
    await call(lin, `POST ${at(4, id)}/recall`);
    expect(texts(await saved())).toEqual(['one, edited']);
    expect((await call<SavedPage>(lin, 'GET /saved')).body.messages).toEqual([]);
    expect(codeOf(await call(wang, `PUT /saved/${id}/1`))).toBe('NOT_EDITABLE');
    expect(codeOf(await call(wang, `PUT /saved/${id}/77`))).toBe('MESSAGE_NOT_FOUND');
    expect(codeOf(await call(wang, 'GET /saved?after=1:2'))).toBe('BAD_REQUEST');
    phone.close();
  });

  it('what is wrong is refused with a code, and nothing of it is stored', async () => {
    const [lin, wang] = realm.pair();
    const [stranger] = realm.pair();
    const { conversationId: id } = lin;
    await send(lin, id, 'hello');
    const long = 'x'.repeat(LIMITS.textCodePoints + 1);
    const cases: [Session, string, unknown, string][] = [
      [lin, `PATCH ${at(1, id)}`, say(''), 'TEXT_EMPTY'],
      [lin, `PATCH ${at(1, id)}`, say(long), 'TEXT_TOO_LONG'],
      [lin, `PATCH ${at(1, id)}`, say('a\0b'), 'TEXT_INVALID'],
      [lin, `PATCH ${at(1, id)}`, { content: { type: 'recalled', by: lin.userId } }, 'BAD_REQUEST'],
      [lin, `PATCH ${at(1, id)}`, { content: { type: 'text', text: 'x' }, seq: 2 }, 'BAD_REQUEST'],
      [lin, `PATCH ${at(1, id)}`, {}, 'BAD_REQUEST'],
      [lin, `PATCH ${at(2, id)}`, say('x'), 'MESSAGE_NOT_FOUND'],
      [lin, `PATCH /conversations/${id}/messages/0`, say('x'), 'BAD_REQUEST'],
      [lin, `PATCH /conversations/${id}/messages/1e3`, say('x'), 'MESSAGE_NOT_FOUND'],
      [wang, `PATCH ${at(1, id)}`, say('x'), 'NOT_YOUR_MESSAGE'],
      [stranger, `PATCH ${at(1, id)}`, say('x'), 'CONVERSATION_NOT_FOUND'],
      [stranger, `POST ${at(1, id)}/recall`, undefined, 'CONVERSATION_NOT_FOUND'],
      [stranger, `PUT ${at(1, id)}/reactions/👍`, undefined, 'CONVERSATION_NOT_FOUND'],
      [stranger, `DELETE ${at(1, id)}/reactions/👍`, undefined, 'CONVERSATION_NOT_FOUND'],
      [stranger, `PUT ${at(1, id)}/pin`, undefined, 'CONVERSATION_NOT_FOUND'],
      [stranger, `GET /conversations/${id}/pins`, undefined, 'CONVERSATION_NOT_FOUND'],
      [stranger, `GET ${at(1, id)}/versions`, undefined, 'MESSAGE_NOT_FOUND'],
      [stranger, `POST /conversations/${id}/hide`, { seqs: [1] }, 'CONVERSATION_NOT_FOUND'],
      [stranger, `PUT /saved/${id}/1`, undefined, 'MESSAGE_NOT_FOUND'],
      [lin, `POST /conversations/${id}/hide`, { seqs: [] }, 'BAD_REQUEST'],
      [lin, `POST /conversations/${id}/hide`, { seqs: range(1, LIMITS.hidePerCall + 1) }, 'BAD_REQUEST'],
    ];
    for (const [who, route, body, code] of cases) {
      expect([route, codeOf(await call(who, route, body))]).toEqual([route, code]);
    }
    expect(await history(wang, id)).toMatchObject({
      head: { seq: 1, rev: 1 },
      messages: [{ content: { text: 'hello' } }],
    });
  });
});
