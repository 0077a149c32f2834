import type { MessageSent } from '@parley/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newClientMsgId, rest, type Session, TestDevice } from '../../support/device.js';
import { SHAPES } from '../../support/server.js';
import { sleep } from '../../support/wait.js';
import { openRealm, type Realm } from '../support/realm.js';
import { holdLock, type Outcome, outcomeOf, shardOf, storedMessages } from '../support/wire.js';

describe.each(SHAPES)('a retry is the same message (%s)', (shape) => {
  let realm: Realm;
  beforeAll(async () => {
    realm = await openRealm(shape, { gateways: 2 });
  });
  afterAll(() => realm.close());

  /** The ways in: two sockets on each gateway, and REST through each. */
  async function ways(
    session: Session,
  ): Promise<{ send: ((key: string, text: string) => Promise<Outcome>)[]; close: () => void }> {
    const devices = await Promise.all(
      [...realm.server.urls, ...realm.server.urls].map((url) => TestDevice.connect(url, session)),
    );
    const { conversationId } = session;
    const bySocket = devices.map(
      (device) =>
        async (clientMsgId: string, text: string): Promise<Outcome> =>
          outcomeOf(await device.ask('message.send', { conversationId, clientMsgId, content: { type: 'text', text } })),
    );
    const byRest = realm.server.urls.map((url) => async (clientMsgId: string, text: string): Promise<Outcome> => {
      const path = `/conversations/${conversationId}/messages`;
      const body = { clientMsgId, content: { type: 'text', text } };
      const answer = await rest<MessageSent & { code: string }>(url, session, { method: 'POST', path, body });
      return answer.status === 200 ? { ok: true, sent: answer.body } : { ok: false, code: answer.body.code };
    });
    return { send: [...bySocket, ...byRest], close: () => devices.forEach((device) => device.close()) };
  }

  it('through two gateways and REST at the same moment: one message, one answer', async () => {
    const [lin] = realm.pair();
    const { send, close } = await ways(lin);
    for (let round = 1; round <= 20; round += 1) {
      const key = newClientMsgId();
      const outcomes = await Promise.all([...send, ...send].map((one) => one(key, `round ${round}`)));
      expect(new Set(outcomes.map((outcome) => JSON.stringify(outcome))).size).toBe(1);
      expect(outcomes[0]).toMatchObject({ ok: true, sent: { seq: round, rev: round, ord: round } });
    }
    expect(await storedMessages(realm.databases, lin.conversationId)).toHaveLength(20);
    close();
  });

  it('with other content it is a conflict, whoever comes first', async () => {
    const [lin] = realm.pair();
    const { send, close } = await ways(lin);
    for (let round = 1; round <= 10; round += 1) {
      const key = newClientMsgId();
      const texts = send.map((_, index) => `round ${round}, text ${index % 2}`);
      const outcomes = await Promise.all(send.map((one, index) => one(key, texts[index] ?? '')));
      const stored = (await storedMessages(realm.databases, lin.conversationId)).filter(
        (message) => message.key === key,
      );
      expect(stored).toHaveLength(1);
      const won = stored[0]?.text;
      outcomes.forEach((outcome, index) => {
        if (texts[index] === won) expect(outcome).toMatchObject({ ok: true, sent: { seq: round } });
        else expect(outcome).toEqual({ ok: false, code: 'CONFLICT' });
      });
    }
    close();
  });

  it('the key belongs to its sender: the other person may use the same', async () => {
    const [lin, wang] = realm.pair();
    const a = await TestDevice.connect(realm.url, lin);
    const b = await TestDevice.connect(realm.url, wang);
    const key = newClientMsgId();
    const first = await a.send('mine', { clientMsgId: key });
    const second = await b.send('yours', { clientMsgId: key });
    expect([first.seq, second.seq]).toEqual([1, 2]);
    expect(second.messageId).not.toBe(first.messageId);
    a.close();
    b.close();
  });

  it('also when the first one commits while the second waits for the conversation', async () => {
    const [lin] = realm.pair();
    const { send, close } = await ways(lin);
    const shard = await shardOf(realm.databases, lin.conversationId);
    const release = await holdLock(shard, 'select 1 from conversation_head where conversation_id = $1 for update', [
      lin.conversationId,
    ]);
    const key = newClientMsgId();
    const waiting = send.map((one) => one(key, 'patience'));
    await sleep(150);
    await release();
    const outcomes = await Promise.all(waiting);
    expect(new Set(outcomes.map((outcome) => JSON.stringify(outcome))).size).toBe(1);
    expect(outcomes[0]).toMatchObject({ ok: true, sent: { seq: 1 } });
    expect(await storedMessages(realm.databases, lin.conversationId)).toHaveLength(1);
    close();
  });

  it('long after, over a connection that has never seen it, with everything said in between', async () => {
    const [lin, wang] = realm.pair();
    const a = await TestDevice.connect(realm.url, lin);
    const b = await TestDevice.connect(realm.url, wang);
    const key = newClientMsgId();
    const first = await a.send('remember this', { clientMsgId: key });
    a.close();
    for (let count = 0; count < 30; count += 1) await b.send(`and then ${count}`);
    const again = await TestDevice.connect(realm.server.urls[1] ?? realm.url, lin);
    expect(await again.send('remember this', { clientMsgId: key })).toEqual(first);
    expect(await again.send('last')).toMatchObject({ seq: 32 });
    again.close();
    b.close();
  });
});
