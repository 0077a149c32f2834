import type { ChatListItem, ChatListPage, ContentInput, HistoryPage, Mention, MessageSent } from '@parley/contract';
import { LIMITS } from '@parley/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newClientMsgId, rest, type RestAnswer, type Session, TestDevice } from '../../support/device.js';
import { query } from '../../support/query.js';
import { SHAPES } from '../../support/server.js';
import { until } from '../../support/wait.js';
import { openRealm, type Realm } from '../support/realm.js';
import { codeOf, range, shardOf, storedMessages } from '../support/wire.js';

describe.each(SHAPES)('what messages hold besides their text (%s)', (shape) => {
  let realm: Realm;
  beforeAll(async () => {
    realm = await openRealm(shape, { gateways: 2 });
  });
  afterAll(() => realm.close());

  const group = async (owner: Session, others: readonly Session[]): Promise<string> => {
    const body = { kind: 'group', key: newClientMsgId(), name: '发布', userIds: others.map(({ userId }) => userId) };
    const made = await rest<ChatListItem>(realm.url, owner, { method: 'POST', path: '/conversations', body });
    return made.body.conversationId;
  };
  const say = async (
    device: TestDevice,
    conversationId: string,
    { key: clientMsgId = newClientMsgId(), ...content }: ContentInput & { key?: string },
  ): Promise<MessageSent> => {
    const { own = [], ...sent } = await device.call('message.send', { conversationId, clientMsgId, content });
    device.learn(own);
    return sent;
  };
  const rowOf = async (who: Session, conversationId: string): Promise<ChatListItem | undefined> =>
    (await rest<ChatListPage>(realm.url, who, { method: 'GET', path: '/conversations' })).body.items.find(
      (item) => item.conversationId === conversationId,
    );
  const history = async (who: Session, conversationId: string): Promise<HistoryPage['messages']> =>
    (await rest<HistoryPage>(realm.url, who, { method: 'GET', path: `/conversations/${conversationId}/messages` })).body
      .messages;
  const remove = (who: Session, conversationId: string, userId: string): Promise<unknown> =>
    rest(realm.url, who, { method: 'DELETE', path: `/conversations/${conversationId}/members/${userId}` });
  const call = (userId: string, at = 0, length = 2): Mention => ({ type: 'user', userId, at, length });

  it('a mention travels with its message, live, pulled and in history, and stands in the chat list until it is read', async () => {
    const [lin, wang] = realm.pair();
    const [gao] = realm.pair();
    const id = await group(lin, [wang, gao]);
    const [a, b] = await Promise.all([TestDevice.connect(realm.url, lin), TestDevice.connect(realm.url, wang)]);
    const content: ContentInput = { type: 'text', text: '@王 **看**', mentions: [call(wang.userId)] };
    const { seq } = await say(a, id, content);
    await b.untilText('@王 **看**');
    expect(b.messages.at(-1)?.content).toEqual(content);
    expect((await history(gao, id)).at(-1)?.content).toEqual(content);
    expect(await rowOf(wang, id)).toMatchObject({ mentionSeq: seq, unread: 1 });
    expect(await rowOf(gao, id)).toMatchObject({ mentionSeq: null, unread: 1 });
    expect(await rowOf(lin, id)).toMatchObject({ mentionSeq: null });

    const { seq: all } = await say(a, id, {
      type: 'text',
      text: '@所有人',
      mentions: [{ type: 'all', at: 0, length: 4 }],
    });
    const { seq: newest } = await say(a, id, { type: 'text', text: 'nobody' });
    expect(await rowOf(wang, id)).toMatchObject({ mentionSeq: all, unread: 3 });
    expect(await rowOf(gao, id)).toMatchObject({ mentionSeq: all });
    expect(await rowOf(lin, id)).toMatchObject({ mentionSeq: null });
    await b.call('receipt.read', { conversationId: id, seq: newest });
    await until('it is read', async () => (await rowOf(wang, id))?.mentionSeq === null);
    [a, b].forEach((device) => device.close());
  });

  it('a retry is the same message, also when the one called or the one who calls has left since; other mentions are another message', async () => {
    const [lin, wang] = realm.pair();
    const [gao] = realm.pair();
    const id = await group(lin, [wang, gao]);
    const [a, b] = await Promise.all([TestDevice.connect(realm.url, lin), TestDevice.connect(realm.url, wang)]);
    const key = newClientMsgId();
    const content: ContentInput = {
      type: 'text',
      text: '@高 @王',
      mentions: [call(gao.userId), call(wang.userId, 3)],
      replyTo: { seq: 2 },
    };
    await say(a, id, { type: 'text', text: 'asked' });
    const first = await say(b, id, { ...content, key });
    // The same, its fields in another order.
    expect(
      await say(b, id, { key, replyTo: { seq: 2 }, mentions: content.mentions, text: content.text, type: 'text' }),
    ).toEqual(first);
    expect(await codeOf(say(b, id, { ...content, mentions: [call(gao.userId)], key }))).toBe('CONFLICT');
    expect(await codeOf(say(b, id, { type: 'text', text: content.text, key }))).toBe('CONFLICT');
    await remove(lin, id, gao.userId);
    expect(await say(b, id, { ...content, key })).toEqual(first);
    await remove(lin, id, wang.userId);
    expect(await say(b, id, { ...content, key })).toEqual(first);
    // Nothing that was sent to those who left calls them any more.
    expect(await rowOf(gao, id)).toBeUndefined();
    [a, b].forEach((device) => device.close());
  });

  it('an answer names a message that its sender may see', async () => {
    const [lin, wang] = realm.pair();
    const [gao] = realm.pair();
    const id = await group(lin, [wang]);
    const a = await TestDevice.connect(realm.url, lin);
    const { seq: before } = await say(a, id, { type: 'text', text: 'before' });
    await rest(realm.url, lin, {
      method: 'POST',
      path: `/conversations/${id}/members`,
      body: { userIds: [gao.userId] },
    });
    const g = await TestDevice.connect(realm.server.urls[1] ?? realm.url, gao);
    const { seq: said } = await say(a, id, { type: 'text', text: 'said' });
    await say(g, id, { type: 'text', text: 'answer', replyTo: { seq: said } });
    expect((await history(lin, id)).at(-1)?.content).toEqual({ type: 'text', text: 'answer', replyTo: { seq: said } });
    const stored = (await storedMessages(realm.databases, id)).length;
    for (const seq of [before, said + 100, 1]) {
      expect(await codeOf(say(g, id, { type: 'text', text: 'foreign', replyTo: { seq } }))).toBe('REPLY_NOT_FOUND');
    }
    expect(await storedMessages(realm.databases, id)).toHaveLength(stored);
    [a, g].forEach((device) => device.close());
  });

  it('many at once, with and without: one order, and each is called by exactly what calls them', async () => {
    const [lin, wang] = realm.pair();
    const id = await group(lin, [wang]);
    const [a, b] = await Promise.all([TestDevice.connect(realm.url, lin), TestDevice.connect(realm.url, wang)]);
    const sent = await Promise.all(
      range(1, 60).map((number) =>
        say(
          a,
          id,
          number % 3 === 0
            ? { type: 'text', text: `@王 ${number}`, mentions: [call(wang.userId)] }
            : { type: 'text', text: `${number}` },
        ),
      ),
    );
    const called = sent.filter((_, index) => (index + 1) % 3 === 0).map(({ seq }) => seq);
    const rows = await query<{ seq: string; user_id: string }>(
      await shardOf(realm.databases, id),
      'select seq, user_id from mention where conversation_id = $1 order by seq',
      [id],
    );
    expect(rows.map(({ seq }) => Number(seq))).toEqual(called.toSorted((x, y) => x - y));
    expect(new Set(rows.map((row) => row.user_id))).toEqual(new Set([wang.userId]));
    expect(await rowOf(wang, id)).toMatchObject({ mentionSeq: Math.max(...called) });
    [a, b].forEach((device) => device.close());
  });

  it('bad input gets a code, and nothing of it is stored', async () => {
    const [lin, wang] = realm.pair();
    const [stranger] = realm.pair();
    const others = range(1, 11).flatMap(() => realm.pair());
    const large = await group(lin, [wang, ...others]);
    const direct = lin.conversationId;
    const [a, b] = await Promise.all([TestDevice.connect(realm.url, lin), TestDevice.connect(realm.url, wang)]);
    const all: Mention = { type: 'all', at: 0, length: 4 };
    const many = (count: number): Mention[] => range(1, count).map((number) => call(lin.userId, (number - 1) * 3));
    const cases: [string, TestDevice, string, unknown, string][] = [
      ['a stranger', a, large, { text: '@王', mentions: [call(stranger.userId)] }, 'MENTION_NOT_A_MEMBER'],
      ['nobody at all', a, large, { text: '@王', mentions: [call('999')] }, 'MENTION_NOT_A_MEMBER'],
      ['all, as a member of a larger group', b, large, { text: '@所有人', mentions: [all] }, 'MENTION_ALL_REFUSED'],
      [
        'those here, likewise',
        b,
        large,
        { text: '@在线人', mentions: [{ ...all, type: 'here' }] },
        'MENTION_ALL_REFUSED',
      ],
      ['all of two', a, direct, { text: '@所有人', mentions: [all] }, 'MENTION_ALL_REFUSED'],
      ['51 mentions', a, large, { text: '@王 '.repeat(51).trim(), mentions: many(LIMITS.mentions + 1) }, 'BAD_REQUEST'],
      ['a span without @', a, large, { text: '王伟', mentions: [call(wang.userId)] }, 'MENTION_INVALID'],
      ['a span beyond the text', a, large, { text: '@王', mentions: [call(wang.userId, 1)] }, 'MENTION_INVALID'],
      [
        'spans that overlap',
        a,
        large,
        { text: '@王', mentions: [call(wang.userId), call(wang.userId)] },
        'MENTION_INVALID',
      ],
      [
        'a kind that is not there',
        a,
        large,
        { text: '@王', mentions: [{ ...call(wang.userId), type: 'role' }] },
        'BAD_REQUEST',
      ],
      [
        'a field that is not there',
        a,
        large,
        { text: '@王', mentions: [{ ...call(wang.userId), name: 'x' }] },
        'BAD_REQUEST',
      ],
      ['an id that is none', a, large, { text: '@王', mentions: [call("1' or '1'='1")] }, 'BAD_REQUEST'],
      ['half a place', a, large, { text: '@王', mentions: [call(wang.userId, 0.5)] }, 'BAD_REQUEST'],
      ['an answer to nothing', a, large, { text: 'x', replyTo: { seq: 0 } }, 'BAD_REQUEST'],
      [
        'an answer across conversations',
        a,
        large,
        { text: 'x', replyTo: { seq: 1, conversationId: direct } },
        'BAD_REQUEST',
      ],
      ['an answer to what is to come', a, large, { text: 'x', replyTo: { seq: 1_000 } }, 'REPLY_NOT_FOUND'],
      ['an answer to a system message', a, large, { text: 'x', replyTo: { seq: 1 } }, 'REPLY_NOT_FOUND'],
    ];
    for (const [name, device, conversationId, fields, code] of cases) {
      const content = { type: 'text', ...(fields as object) };
      const ack = await device.askRaw('message.send', { conversationId, clientMsgId: newClientMsgId(), content });
      expect([name, ack.ok ? 'OK' : ack.error.code]).toEqual([name, code]);
    }
    // The owner may, and fifty are not too many.
    await say(a, large, { type: 'text', text: '@所有人', mentions: [all] });
    await say(a, large, { type: 'text', text: '@王 '.repeat(50).trim(), mentions: many(LIMITS.mentions) });
    expect((await storedMessages(realm.databases, large)).map(({ text }) => text)).toEqual([
      null,
      '@所有人',
      '@王 '.repeat(50).trim(),
    ]);
    expect(await storedMessages(realm.databases, direct)).toEqual([]);
    [a, b].forEach((device) => device.close());
  });

  const forward = (who: Session, to: string, body: object): Promise<RestAnswer<MessageSent & { code?: string }>> =>
    rest(realm.url, who, { method: 'POST', path: `/conversations/${to}/forward`, body });

  it('a forward is a copy: it stays when its reader leaves, and a retry is the first one', async () => {
    const [lin, wang] = realm.pair();
    const [gao, zhao] = realm.pair();
    const from = await group(wang, [lin]);
    const w = await TestDevice.connect(realm.url, wang);
    const sent = [await say(w, from, { type: 'text', text: 'one' }), await say(w, from, { type: 'text', text: 'two' })];
    const seqs = sent.map(({ seq }) => seq);
    const to = await group(lin, [gao]);
    const g = await TestDevice.connect(realm.server.urls[1] ?? realm.url, gao);
    const single = {
      clientMsgId: newClientMsgId(),
      from: { conversationId: from, seqs: seqs.slice(0, 1) },
      merged: false,
    };
    const merged = {
      clientMsgId: newClientMsgId(),
      from: { conversationId: from, seqs: seqs.toReversed() },
      merged: true,
    };
    const [one, many] = [await forward(lin, to, single), await forward(lin, to, merged)];
    await until('it is told', () => g.messages.length === 2);
    const words = { senderId: wang.userId, name: expect.any(String) as string };
    expect(g.messages.at(-2)?.content).toEqual({
      type: 'forward',
      text: 'one',
      forwarded: { ...words, sentAt: sent[0]?.sentAt },
    });
    expect(g.messages.at(-1)?.content).toEqual({
      type: 'merged',
      items: ['one', 'two'].map((text, index) => ({ ...words, text, sentAt: sent[index]?.sentAt })),
    });
    expect((await history(gao, to)).slice(-2)).toEqual(g.messages);
    expect(await rowOf(gao, to)).toMatchObject({ unread: 2, lastMessage: { content: { type: 'merged' } } });

    await remove(wang, from, lin.userId);
    expect((await forward(lin, to, single)).body).toEqual(one.body);
    expect((await forward(lin, to, merged)).body).toEqual(many.body);
    expect((await forward(lin, to, { ...single, from: { ...single.from, seqs: seqs.slice(1) } })).body.code).toBe(
      'CONFLICT',
    );
    const asFirstSaid = g.messages[0]?.content;
    // Passed on, it is still the words of who said them.
    const again = { clientMsgId: newClientMsgId(), from: { conversationId: to, seqs: [one.body.seq] }, merged: false };
    await forward(gao, gao.conversationId, again);
    expect((await history(zhao, gao.conversationId)).at(-1)?.content).toEqual(asFirstSaid);
    [w, g].forEach((device) => device.close());
  });

  it('what may not be forwarded gets a code, and nothing of it is stored', async () => {
    const [lin, wang] = realm.pair();
    const [gao] = realm.pair();
    const theirs = await group(wang, [gao]);
    const mine = await group(lin, [wang]);
    const [a, w] = await Promise.all([TestDevice.connect(realm.url, lin), TestDevice.connect(realm.url, wang)]);
    const secret = (await say(w, theirs, { type: 'text', text: 'secret' })).seq;
    const said = (await say(a, mine, { type: 'text', text: 'said' })).seq;
    const long = await Promise.all(range(1, 4).map(() => say(a, mine, { type: 'text', text: 'x'.repeat(16_000) })));
    const card = await forward(lin, mine, {
      clientMsgId: newClientMsgId(),
      from: { conversationId: mine, seqs: [said] },
      merged: true,
    });
    const stored = (await storedMessages(realm.databases, mine)).length;
    const at = (conversationId: string, ...seqs: number[]): object => ({ conversationId, seqs });
    const cases: [string, string, object, boolean, string][] = [
      ['of a conversation that is not mine', mine, at(theirs, secret), false, 'FORWARD_NOT_FOUND'],
      ['one of them not mine', mine, at(theirs, 1, secret), true, 'FORWARD_NOT_FOUND'],
      ['of a conversation that is not there', mine, at('999', 1), false, 'FORWARD_NOT_FOUND'],
      ['what was never said', mine, at(mine, said, 1_000), true, 'FORWARD_NOT_FOUND'],
      ['to where I am not', theirs, at(mine, said), false, 'CONVERSATION_NOT_FOUND'],
      ['a system message', mine, at(mine, 1), false, 'FORWARD_REFUSED'],
      ['a system message among others', mine, at(mine, 1, said), true, 'FORWARD_REFUSED'],
      ['a card in a card', mine, at(mine, said, card.body.seq), true, 'FORWARD_NESTED'],
      ['too much at once', mine, at(mine, ...long.map(({ seq }) => seq)), true, 'FORWARD_TOO_LARGE'],
      ['two, not merged', mine, at(mine, said, long[0]?.seq ?? 0), false, 'BAD_REQUEST'],
      ['none', mine, at(mine), true, 'BAD_REQUEST'],
      ['the same twice', mine, at(mine, said, said), true, 'BAD_REQUEST'],
      ['101', mine, at(mine, ...range(1, LIMITS.forwardItems + 1)), true, 'BAD_REQUEST'],
      ['with words of my own', mine, { ...at(mine, said), text: 'I am wang' }, false, 'BAD_REQUEST'],
    ];
    for (const [name, to, from, merged, code] of cases) {
      const answer = await forward(lin, to, { clientMsgId: newClientMsgId(), from, merged });
      expect([name, answer.body.code]).toEqual([name, code]);
    }
    // Nobody sends a forward in somebody's name by hand.
    for (const type of ['forward', 'merged', 'system']) {
      const content = { type, text: 'x', items: [], forwarded: { senderId: wang.userId, name: 'W', sentAt: 1 } };
      const ack = await a.askRaw('message.send', { conversationId: mine, clientMsgId: newClientMsgId(), content });
      expect(ack).toMatchObject({ ok: false, error: { code: 'BAD_REQUEST' } });
    }
    expect(await storedMessages(realm.databases, mine)).toHaveLength(stored);
    expect(await storedMessages(realm.databases, theirs)).toHaveLength(2);
    [a, w].forEach((device) => device.close());
  });
});
