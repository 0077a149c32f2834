import { ADMISSION } from '@parley/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newClientMsgId, type Session, TestDevice } from '../../support/device.js';
import { SHAPES } from '../../support/server.js';
import { until } from '../../support/wait.js';
import { openRealm, type Realm } from '../support/realm.js';
import { holdLock, range, shardOf, storedMessages } from '../support/wire.js';

describe.each(SHAPES)('more sends than a gateway lets in (%s)', (shape) => {
  let realm: Realm;
  beforeAll(async () => {
    realm = await openRealm(shape, { env: { PARLEY_SOCKET_EVENTS_PER_SECOND: '5000' } });
  });
  afterAll(() => realm.close());

  /** Two pairs on different shards. */
  async function apart(): Promise<[[Session, Session], [Session, Session]]> {
    const first = realm.pair();
    const devices = await talking(first);
    for (;;) {
      const other = realm.pair();
      const others = await talking(other);
      for (const device of others) device.close();
      const [here, there] = await Promise.all(
        [first, other].map(([{ conversationId }]) => shardOf(realm.databases, conversationId)),
      );
      if (here === there) continue;
      for (const device of devices) device.close();
      return [first, other];
    }
  }

  async function heldBack(): Promise<number> {
    const gateway = realm.server.processes.find(({ roles }) => roles === 'gateway' || roles === 'all');
    const answer = await fetch(`${gateway?.healthUrl ?? ''}/metrics`);
    return Number(/^parley_sends_held_back_total\S* (\d+)/m.exec(await answer.text())?.[1]);
  }

  async function talking(pair: [Session, Session]): Promise<TestDevice[]> {
    const device = await TestDevice.connect(realm.url, pair[0]);
    await device.send('hello');
    return [device];
  }

  it('is told BUSY at once, in order and with a time; what was let in is stored, and the other shard goes on', async () => {
    const [[lin], [zhao]] = await apart();
    const device = await TestDevice.connect(realm.url, lin);
    const elsewhere = await TestDevice.connect(realm.url, zhao);
    const shard = await shardOf(realm.databases, lin.conversationId);
    const release = await holdLock(shard, 'lock table conversation_head in access exclusive mode');
    const { conversationId } = lin;
    const answers = new Map<string, string>();
    // One stream: each names the one before it, whatever became of that.
    const ids = range(1, ADMISSION.first + 300).map(() => newClientMsgId());
    const asks = ids.map(async (clientMsgId, index) => {
      const after = ids[index - 1];
      const content = { type: 'text' as const, text: `number ${index}` };
      const ask = { conversationId, clientMsgId, content, ...(after === undefined ? {} : { after }) };
      const ack = await device.ask('message.send', ask);
      answers.set(clientMsgId, ack.ok ? 'OK' : ack.error.code);
      if (!ack.ok && ack.error.code === 'BUSY') {
        expect(ack.error.details['retryAfterMs']).toBeGreaterThanOrEqual(ADMISSION.soonestMs);
      }
      return ack;
    });
    await until('three hundred are refused', () => answers.size >= 300);
    await Promise.all(range(1, 20).map((number) => elsewhere.send(`still ${number}`)));
    expect([...answers.values()]).not.toContain('OK');
    await release();
    // By the gateway: the queue of logic has room for thousands.
    expect(await heldBack()).toBeGreaterThan(0);
    const acks = await Promise.all(asks);
    const letIn = acks.filter((ack) => ack.ok).length;
    expect(letIn).toBeLessThanOrEqual(ADMISSION.first);
    // The first ones; none of those that came behind a refused one.
    expect(acks.map((ack) => ack.ok)).toEqual(ids.map((_, index) => index < letIn));
    const stored = await storedMessages(realm.databases, conversationId);
    expect(stored.map(({ key }) => key).slice(1)).toEqual(ids.slice(0, letIn));
    // And it comes in again.
    await until('there is room', async () => {
      const ack = await device.ask('message.send', {
        conversationId,
        clientMsgId: newClientMsgId(),
        content: { type: 'text', text: 'again' },
      });
      return ack.ok;
    });
    device.close();
    elsewhere.close();
  });
});
