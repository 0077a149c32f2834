import { openLine, type Line } from '@parley/parley/line';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { newClientMsgId, rest, type Session, TestDevice } from '../../support/device.js';
import { query } from '../../support/query.js';
import { SHAPES } from '../../support/server.js';
import { PATIENCE_MS, until, within } from '../../support/wait.js';
import { openRealm, type Realm } from '../support/realm.js';
import { codeOf, shardOf, storedMessages } from '../support/wire.js';

const TIMEOUT_MS = 1_000;

describe.each(SHAPES)('a shard that hangs (%s)', (shape) => {
  let realm: Realm;
  let proxy: Line;
  let hung: string;
  beforeAll(async () => {
    realm = await openRealm(shape, {
      env: { PARLEY_DB_TIMEOUT_MS: String(TIMEOUT_MS) },
      through: async ({ directory, shards: [first = '', second = ''] }) => {
        const target = new URL(second);
        hung = second;
        proxy = await openLine(Number(target.port));
        target.port = String(proxy.port);
        return { directory, shards: [first, target.href] };
      },
    });
  });
  afterAll(async () => {
    await realm.close();
    await proxy.close();
  });
  afterEach(() => proxy.heal());

  async function personOn(wanted: 'the hung shard' | 'the other'): Promise<Session> {
    for (;;) {
      const [first] = realm.pair();
      const isHung = (await shardOf(realm.databases, first.conversationId)) === hung;
      if (isHung === (wanted === 'the hung shard')) return first;
    }
  }

  const send = (device: TestDevice, { conversationId }: Session, clientMsgId: string): ReturnType<TestDevice['ask']> =>
    device.ask('message.send', { conversationId, clientMsgId, content: { type: 'text', text: clientMsgId } });

  /** Until then it has the connection that the next send shall have: with none, a send knows that nothing was stored. */
  const handedOut = (): Promise<void> =>
    until('it is handed out', async () => (await query(hung, 'select 1 from outbox')).length === 0);

  it('holds nobody for ever: a send is UNCERTAIN, a read UNAVAILABLE, the log names it, the others go on', async () => {
    const [gao, lin] = [await personOn('the hung shard'), await personOn('the other')];
    const [device, other] = [await TestDevice.connect(realm.url, gao), await TestDevice.connect(realm.url, lin)];
    await device.send('before');
    await handedOut();
    const clientMsgId = newClientMsgId();
    proxy.swallow();
    const path = `/conversations/${gao.conversationId}/messages`;
    const [sent, read] = await Promise.all([
      send(device, gao, clientMsgId),
      within(PATIENCE_MS, 'the page', rest(realm.url, gao, { path })),
      other.send('not my shard'),
    ]);
    expect(sent).toMatchObject({ ok: false, error: { code: 'UNCERTAIN' } });
    expect(read).toMatchObject({ status: 503, body: { code: 'UNAVAILABLE' } });
    const logs = realm.server.processes.map((one) => one.log()).join('\n');
    expect(logs).toMatch(/"a database does not answer".*"shard-1"|"shard-1".*"a database does not answer"/);
    proxy.heal();
    await until('it is stored', async () => (await codeOf(device.send(clientMsgId, { clientMsgId }))) === 'OK');
    expect(await storedMessages(realm.databases, gao.conversationId)).toHaveLength(2);
    [device, other].forEach((one) => one.close());
  });

  it('and did what it was asked without a word: the same key gets the first answer', async () => {
    const gao = await personOn('the hung shard');
    const device = await TestDevice.connect(realm.url, gao);
    await device.send('before');
    await handedOut();
    const clientMsgId = newClientMsgId();
    proxy.mute();
    expect(await send(device, gao, clientMsgId)).toMatchObject({ ok: false, error: { code: 'UNCERTAIN' } });
    expect(await storedMessages(realm.databases, gao.conversationId)).toHaveLength(2);
    proxy.heal();
    await until('it is answered', async () => (await codeOf(device.send(clientMsgId, { clientMsgId }))) === 'OK');
    expect(await send(device, gao, clientMsgId)).toMatchObject({ ok: true, data: { seq: 2 } });
    expect(await storedMessages(realm.databases, gao.conversationId)).toHaveLength(2);
    device.close();
  });
});
