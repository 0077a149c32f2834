import type { Mention, Message, MessageSent } from '@parley/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newClientMsgId, type Session, TestDevice } from '../../support/device.js';
import { query } from '../../support/query.js';
import { SHAPES } from '../../support/server.js';
import { until } from '../../support/wait.js';
import { type Answer, codeIn, People } from '../support/people.js';
import { openRealm, type Realm } from '../support/realm.js';
import { storedMessages } from '../support/wire.js';

type Words = { text: string; mentions?: Mention[]; replyTo?: { seq: number } };
const all: Mention = { type: 'all', at: 0, length: 4 };
const to = ({ userId }: Session): Mention => ({ type: 'user', userId, at: 0, length: 2 });

describe.each(SHAPES)('mentions, answers and forwards among the other acts (%s)', (shape) => {
  let realm: Realm;
  let people: People;
  beforeAll(async () => {
    realm = await openRealm(shape, { gateways: 2 });
    people = new People(realm);
  });
  afterAll(() => realm.close());

  const call = <T = object>(who: Session, route: string, body?: unknown): Promise<Answer<T>> =>
    people.call<T>(who, route.replace(' ', ' /conversations'), body);
  const code = async (answer: Promise<Answer<object>>): Promise<string> => codeIn(await answer);
  const say = (who: Session, id: string, words: Words): Promise<Answer<MessageSent>> =>
    call(who, `POST /${id}/messages`, { clientMsgId: newClientMsgId(), content: { type: 'text', ...words } });
  const edit = (who: Session, [id, seq]: readonly [string, number], words: Words): Promise<Answer<Message>> =>
    call(who, `PATCH /${id}/messages/${seq}`, { content: { type: 'text', ...words } });
  const calledIn = async (who: Session, id: string): Promise<number | null | undefined> =>
    (await people.row(who, id))?.mentionSeq;
  const rows = async (id: string): Promise<unknown[]> =>
    query(await people.shardOf(id), 'select 1 from mention where conversation_id = $1', [id]);
  const last = async (who: Session, id: string): Promise<Message | undefined> =>
    (await people.history(who, id)).messages.at(-1);

  it('an edit calls others: they see it in their list while it is unread, and the change says whom', async () => {
    const [lin, wang] = realm.pair();
    const [gao] = realm.pair();
    const id = await people.group(lin, [wang, gao]);
    const { seq } = (await say(lin, id, { text: '@高', mentions: [to(gao)] })).body;
    const device = await TestDevice.connect(realm.url, wang);
    expect([await calledIn(gao, id), await calledIn(wang, id)]).toEqual([seq, null]);
    const words = { text: '@王', mentions: [to(wang)] };
    expect((await edit(lin, [id, seq], words)).body.content).toEqual({ type: 'text', ...words });
    expect([await calledIn(gao, id), await calledIn(wang, id)]).toEqual([null, seq]);
    await until('the change is told', () =>
      [...device.pushed.values()].some(
        (entry) =>
          entry.kind === 'change' && entry.conversationId === id && entry.message.content.mentions?.length === 1,
      ),
    );
    // The same again is no edit.
    const { rev } = (await last(lin, id)) ?? {};
    expect((await edit(lin, [id, seq], words)).body.rev).toBe(rev);
    await call(wang, `POST /${id}/read`, { seq });
    // What was read is not unread again.
    await edit(lin, [id, seq], { text: '@所有人', mentions: [all] });
    expect([await calledIn(gao, id), await calledIn(wang, id)]).toEqual([seq, null]);
    device.close();
  });

  it('nobody is called by what was recalled, or what they deleted for themselves', async () => {
    const [lin, wang] = realm.pair();
    const [gao] = realm.pair();
    const id = await people.group(lin, [wang, gao]);
    const { seq: first } = (await say(lin, id, { text: '@所有人', mentions: [all] })).body;
    const { seq } = (await say(lin, id, { text: '@王', mentions: [to(wang)] })).body;
    expect(await calledIn(wang, id)).toBe(seq);
    await call(lin, `POST /${id}/messages/${seq}/recall`);
    expect(await calledIn(wang, id)).toBe(first);
    await call(wang, `POST /${id}/hide`, { seqs: [first] });
    expect([await calledIn(wang, id), await calledIn(gao, id)]).toEqual([null, first]);
    await call(lin, `POST /${id}/messages/${first}/recall`);
    expect(await calledIn(gao, id)).toBeNull();
    expect(await rows(id)).toEqual([]);
  });

  it('who may call all is a rule of the group, for what is sent and for what is edited', async () => {
    const [lin, wang] = realm.pair();
    const [gao] = realm.pair();
    const id = await people.group(lin, [wang]);
    const { seq } = (await say(wang, id, { text: 'hi' })).body;
    const words = { text: '@所有人', mentions: [all] };
    expect(await code(say(wang, id, words))).toBe('MENTION_ALL_REFUSED');
    expect(await code(edit(wang, [id, seq], words))).toBe('MENTION_ALL_REFUSED');
    expect(await code(edit(wang, [id, seq], { text: '@高', mentions: [to(gao)] }))).toBe('MENTION_NOT_A_MEMBER');
    expect(await code(edit(wang, [id, seq], { text: '高', mentions: [to(gao)] }))).toBe('MENTION_INVALID');
    expect(await code(edit(wang, [id, seq], { text: 'x', replyTo: { seq } }))).toBe('BAD_REQUEST');
    expect([await rows(id), (await last(wang, id))?.content]).toEqual([[], { type: 'text', text: 'hi' }]);
    await people.set(lin, id, { mentionAll: 'everybody' });
    expect(await code(edit(wang, [id, seq], words))).toBe('OK');
    expect(await code(say(wang, id, words))).toBe('OK');
  });

  it('an edit goes on answering; what was recalled, or deleted for oneself, is not answered', async () => {
    const [lin, wang] = realm.pair();
    const id = lin.conversationId;
    const { seq: asked } = (await say(lin, id, { text: 'asked' })).body;
    const { seq } = (await say(wang, id, { text: 'answer', replyTo: { seq: asked } })).body;
    expect((await edit(wang, [id, seq], { text: 'better' })).body.content).toEqual({
      type: 'text',
      text: 'better',
      replyTo: { seq: asked },
    });
    await call(wang, `POST /${id}/hide`, { seqs: [asked] });
    expect(await code(say(wang, id, { text: 'again', replyTo: { seq: asked } }))).toBe('REPLY_NOT_FOUND');
    expect(await code(say(lin, id, { text: 'self', replyTo: { seq: asked } }))).toBe('OK');
    await call(lin, `POST /${id}/messages/${asked}/recall`);
    expect(await code(say(lin, id, { text: 'self', replyTo: { seq: asked } }))).toBe('REPLY_NOT_FOUND');
  });

  it('a forward obeys the rules of the group that it goes to; refused sends take nobody’s turn', async () => {
    const [lin, wang] = realm.pair();
    const id = await people.group(lin, [wang]);
    const { seq } = (await say(wang, wang.conversationId, { text: 'news' })).body;
    const forward = (): Promise<Answer<MessageSent>> =>
      call(wang, `POST /${id}/forward`, {
        clientMsgId: newClientMsgId(),
        from: { conversationId: wang.conversationId, seqs: [seq] },
        merged: false,
      });
    const rule = (settings: object): Promise<string> => people.set(lin, id, settings);
    await rule({ muteAll: true });
    expect(await code(forward())).toBe('ALL_MUTED');
    await rule({ muteAll: false, post: 'admins' });
    expect(await code(forward())).toBe('POSTING_RESTRICTED');
    const before = (await storedMessages(realm.databases, id)).filter(({ text }) => text === 'news');
    expect(before).toEqual([]);
    await rule({ post: 'everybody', slowSeconds: 600 });
    // Refused for another reason first, so the turn is still there.
    expect(await code(say(wang, id, { text: '@所有人', mentions: [all] }))).toBe('MENTION_ALL_REFUSED');
    expect(await code(forward())).toBe('OK');
    expect(await code(forward())).toBe('SLOW_MODE');
  });

  it('what was forwarded is pinned, reacted to and recalled like any message, and edited by nobody', async () => {
    const [lin] = realm.pair();
    const id = lin.conversationId;
    const { seq: said } = (await say(lin, id, { text: 'said' })).body;
    for (const merged of [false, true]) {
      const from = { conversationId: id, seqs: [said] };
      const sent = await call<MessageSent>(lin, `POST /${id}/forward`, { clientMsgId: newClientMsgId(), from, merged });
      const { seq } = sent.body;
      expect(await code(edit(lin, [id, seq], { text: 'other words' }))).toBe('NOT_EDITABLE');
      expect(await code(call(lin, `PUT /${id}/messages/${seq}/reactions/${encodeURIComponent('👍')}`))).toBe('OK');
      expect(await code(call(lin, `PUT /${id}/messages/${seq}/pin`))).toBe('OK');
      expect(await code(call(lin, `POST /${id}/messages/${seq}/recall`))).toBe('OK');
      expect((await last(lin, id))?.content).toEqual({ type: 'recalled', by: lin.userId });
    }
  });

  it('whom a scheduled message calls is looked up when it is sent', async () => {
    const [lin, wang] = realm.pair();
    const id = await people.group(lin, [wang]);
    const later = await call<{ scheduledId: string }>(lin, `POST /${id}/scheduled`, {
      clientMsgId: newClientMsgId(),
      content: { type: 'text', text: '@王', mentions: [to(wang)] },
      sendAt: Date.now() + 3_600_000,
    });
    await call(lin, `DELETE /${id}/members/${wang.userId}`);
    const tried = await people.call<object>(lin, `POST /scheduled/${later.body.scheduledId}/send`);
    expect(tried.body).toMatchObject({ state: 'failed', failure: 'MENTION_NOT_A_MEMBER' });
    expect(await rows(id)).toEqual([]);
  });
});
