import type { MessageSent } from '@parley/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newClientMsgId, TestDevice } from '../../support/device.js';
import { SHAPES } from '../../support/server.js';
import { openRealm, type Realm } from '../support/realm.js';
import { query } from '../../support/query.js';
import { range, shardOf, storedMessages } from '../support/wire.js';

describe.each(SHAPES)('seq and rev have no holes (%s)', (shape) => {
  let realm: Realm;
  beforeAll(async () => {
    realm = await openRealm(shape, { gateways: 2 });
  });
  afterAll(() => realm.close());

  it('with 200 sends at once from six connections of two people, the order of each connection kept', async () => {
    const [lin, wang] = realm.pair();
    const [first, second] = [realm.url, realm.server.urls[1] ?? realm.url];
    const devices = await Promise.all([
      TestDevice.connect(first, lin),
      TestDevice.connect(second, realm.tokens.another(lin, 'd_lin_phone')),
      TestDevice.connect(first, realm.tokens.another(lin, 'd_lin_tablet')),
      TestDevice.connect(first, wang),
      TestDevice.connect(second, realm.tokens.another(wang, 'd_wang_phone')),
      TestDevice.connect(second, realm.tokens.another(wang, 'd_wang_tablet')),
    ]);
    const sent = devices.map((): Promise<MessageSent>[] => []);
    const last: string[] = [];
    for (let count = 0; count < 200; count += 1) {
      const index = count % devices.length;
      const clientMsgId = newClientMsgId();
      const after = last[index];
      sent[index]?.push(
        devices[index]?.send(`message ${count}`, { clientMsgId, ...(after === undefined ? {} : { after }) }) ??
          Promise.reject(new Error('no device')),
      );
      last[index] = clientMsgId;
    }
    const acks = await Promise.all(sent.map((mine) => Promise.all(mine)));
    for (const mine of acks)
      expect(mine.map(({ seq }) => seq)).toEqual(mine.map(({ seq }) => seq).toSorted((a, b) => a - b));
    expect(
      acks
        .flat()
        .map(({ seq }) => seq)
        .toSorted((a, b) => a - b),
    ).toEqual(range(1, 200));

    const stored = await storedMessages(realm.databases, lin.conversationId);
    expect(stored.map(({ seq }) => seq)).toEqual(range(1, 200));
    expect(stored.map(({ rev }) => rev)).toEqual(range(1, 200));
    const shard = await shardOf(realm.databases, lin.conversationId);
    const head = await query(
      shard,
      'select seq::int, rev::int, ord::int from conversation_head where conversation_id = $1',
      [lin.conversationId],
    );
    expect(head).toEqual([{ seq: 200, rev: 200, ord: 200 }]);
    devices.forEach((device) => device.close());
  });

  it('and refusals between them leave none', async () => {
    const [lin, wang] = realm.pair();
    const a = await TestDevice.connect(realm.url, lin);
    const b = await TestDevice.connect(realm.server.urls[1] ?? realm.url, wang);
    const taken = newClientMsgId();
    await a.send('the first', { clientMsgId: taken });
    const asks = range(1, 120).map((count) => {
      const device = count % 2 === 0 ? a : b;
      const text = count % 5 === 0 ? '' : count % 7 === 0 ? 'x'.repeat(16_384) : `message ${count}`;
      const clientMsgId = count % 12 === 0 && device === a ? taken : newClientMsgId();
      const { conversationId } = lin;
      return device.ask('message.send', { conversationId, clientMsgId, content: { type: 'text', text } });
    });
    const stored = (await Promise.all(asks)).flatMap((ack) => (ack.ok ? [ack.data.seq] : []));
    expect(stored.length).toBeGreaterThan(50);
    expect(stored.toSorted((x, y) => x - y)).toEqual(range(2, stored.length + 1));
    a.close();
    b.close();
  });
});
