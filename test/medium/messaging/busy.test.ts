import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newClientMsgId, TestDevice } from '../../support/device.js';
import { SHAPES } from '../../support/server.js';
import { until } from '../../support/wait.js';
import { openRealm, type Realm } from '../support/realm.js';
import { query } from '../../support/query.js';
import { holdLock, range, shardOf, storedMessages } from '../support/wire.js';

const QUEUE = 100;

describe.each(SHAPES)('over the bound of the queue (%s)', (shape) => {
  let realm: Realm;
  beforeAll(async () => {
    realm = await openRealm(shape, { env: { PARLEY_APPEND_QUEUE: String(QUEUE) } });
  });
  afterAll(() => realm.close());

  it('a send is told BUSY and when to come back, at once, and nothing of it is stored', async () => {
    const [lin, wang] = realm.pair();
    const devices = await Promise.all(
      [lin, wang, lin].map((session, index) =>
        TestDevice.connect(realm.url, realm.tokens.another(session, `d_busy_${index}_${session.userId}`)),
      ),
    );
    const [first] = devices;
    await first?.send('warm');
    const shard = await shardOf(realm.databases, lin.conversationId);
    const release = await holdLock(shard, 'lock table conversation_head in access exclusive mode');
    const { conversationId } = lin;
    // The lane takes one batch and waits with it; the rest has to fit into the queue.
    const stuck = first?.ask('message.send', {
      conversationId,
      clientMsgId: newClientMsgId(),
      content: { type: 'text', text: 'stuck' },
    });
    await until('the batch waits for the table', async () => {
      const waiting = await query(
        shard,
        `select 1 from pg_locks where not granted and relation = 'conversation_head'::regclass`,
      );
      return waiting.length > 0;
    });
    const asks = range(1, 180).map((number) => {
      const text = `number ${number}`;
      const device = devices[number % devices.length];
      if (device === undefined) throw new Error('no device');
      return device.ask('message.send', {
        conversationId,
        clientMsgId: newClientMsgId(),
        content: { type: 'text', text },
      });
    });
    let refused = 0;
    for (const ask of asks) {
      void ask.then((ack) => {
        if (ack.ok) return;
        refused += 1;
        expect(ack.error).toMatchObject({ code: 'BUSY', details: { retryAfterMs: expect.any(Number) as number } });
      });
    }
    await until('eighty are refused', () => refused >= 80);
    await release();
    const acks = await Promise.all(asks);
    expect(refused).toBe(80);
    expect(acks.filter((ack) => ack.ok)).toHaveLength(QUEUE);
    expect((await stuck)?.ok).toBe(true);
    expect(await storedMessages(realm.databases, conversationId)).toHaveLength(QUEUE + 2);
    devices.forEach((device) => device.close());
  });
});
