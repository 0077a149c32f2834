import { openLine, type Line } from '@parley/parley/line';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newClientMsgId, rest, TestDevice } from '../../support/device.js';
import { type ServerProcess, SHAPES } from '../../support/server.js';
import { until } from '../../support/wait.js';
import { openRealm, type Realm } from '../support/realm.js';

/** What one process tells, summed up by name; a label is asked for in the way it is written. */
async function readMetrics({ healthUrl }: ServerProcess): Promise<(name: string, label?: string) => number | null> {
  const answer = await fetch(`${healthUrl}/metrics`);
  expect(answer.headers.get('content-type')).toContain('text/plain');
  const lines = (await answer.text()).split('\n');
  return (name, label = '') => {
    const mine = lines.filter((line) => line.startsWith(`${name}{`) && line.includes(label));
    return mine.length === 0 ? null : mine.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
  };
}

describe.each(SHAPES)('what the processes tell of themselves (%s)', (shape) => {
  let realm: Realm;
  let proxy: Line;
  beforeAll(async () => {
    realm = await openRealm(shape, {
      through: async ({ directory, shards: [first = '', second = ''] }) => {
        proxy = await openLine(Number(new URL(second).port));
        const through = new URL(second);
        [through.hostname, through.port] = ['127.0.0.1', String(proxy.port)];
        return { directory, shards: [first, through.toString()] };
      },
    });
  });
  afterAll(async () => {
    await realm.close();
    await proxy.close();
  });

  const processOf = (role: 'gateway' | 'logic' | 'worker'): ServerProcess => {
    const found = realm.server.processes.find(({ roles }) => roles === role || roles === 'all');
    if (found === undefined) throw new Error(role);
    return found;
  };

  it('counts what is sent, refused and delivered, in the process that did it', async () => {
    const [lin, wang] = realm.pair();
    const [a, b] = [await TestDevice.connect(realm.url, lin), await TestDevice.connect(realm.url, wang)];
    for (const text of ['one', 'two', 'three']) await a.send(text);
    await b.untilText('three');
    await a.call('receipt.read', { conversationId: 'x', seq: -1 }).catch(() => undefined);
    await a.send('x', { conversationId: '1' }).catch(() => undefined);
    const [gateway, logic] = [await readMetrics(processOf('gateway')), await readMetrics(processOf('logic'))];
    expect(logic('parley_messages_stored_total')).toBe(3);
    expect(logic('parley_append_seconds_count')).toBeGreaterThanOrEqual(1);
    expect(logic('parley_fanout_seconds_count')).toBeGreaterThanOrEqual(1);
    expect(logic('parley_sends_refused_total', 'code="CONVERSATION_NOT_FOUND"')).toBe(1);
    expect(gateway('parley_connections')).toBe(2);
    expect(gateway('parley_socket_events_total', 'event="message.send",code="OK"')).toBe(3);
    expect(gateway('parley_socket_events_total', 'code="BAD_REQUEST"')).toBe(1);
    expect(gateway('parley_frames_written_total')).toBeGreaterThanOrEqual(3);
    expect(gateway('parley_ack_seconds_count')).toBe(3);
    expect(gateway('parley_deliveries_total')).toBe(3);
    expect(gateway('parley_delivery_lag_seconds_count')).toBeGreaterThanOrEqual(1);
    expect(gateway('parley_delivery_lag_seconds_sum')).toBeLessThan(3 * 2);
    expect(gateway('parley_route_misses_total', 'where="gateway"') ?? 0).toBe(0);
    expect(a.ready.features).toContain('ledger');
    await a.call('heartbeat', { seen: { missing: 2, healed: 2, late: 1 } });
    await a.call('heartbeat', {});
    const after = await readMetrics(processOf('gateway'));
    const seen = (what: string): number | null => after('parley_seen_by_clients_total', `what="${what}"`);
    expect(['missing', 'healed', 'late', 'duplicate'].map(seen)).toEqual([2, 2, 1, null]);
    await expect(a.call('heartbeat', { seen: { missing: 1e9 } })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    a.close();
    b.close();
    await until(
      'nobody is connected',
      async () => (await readMetrics(processOf('gateway')))('parley_connections') === 0,
    );
    const path = `/conversations/${lin.conversationId}/messages`;
    const body = { clientMsgId: newClientMsgId(), content: { type: 'text', text: 'to nobody' } };
    expect((await rest(realm.url, lin, { method: 'POST', path, body })).status).toBe(200);
    // Each says what it runs, and what Node tells of it.
    for (const one of realm.server.processes) {
      expect((await readMetrics(one))('process_resident_memory_bytes', 'roles="')).toBeGreaterThan(1e7);
    }
    // The only gateway gets everything, and tells whom it does not hold; in one process nobody is asked.
    if (shape === 'one process') return;
    await until(
      'nobody to deliver to',
      async () => ((await readMetrics(processOf('gateway')))('parley_route_misses_total', 'where="gateway"') ?? 0) >= 2,
    );
  });

  it('leaves out the database that does not answer, and tells of the others', async () => {
    const rows = async (database: string): Promise<number | null> =>
      (await readMetrics(processOf('worker')))('parley_outbox_rows', `database="${database}"`);
    await until('nothing is left to do', async () => (await rows('shard-0')) === 0 && (await rows('shard-1')) === 0);
    proxy.cut();
    expect(await rows('shard-1')).toBeNull();
    expect(await rows('shard-0')).toBe(0);
    const reachable = await readMetrics(processOf('worker'));
    expect(reachable('parley_reachable', 'part="shard-1"')).toBe(0);
    for (const part of ['directory', 'shard-0', 'redis'])
      expect(reachable('parley_reachable', `part="${part}"`)).toBe(1);
    if (shape !== 'one process')
      expect((await readMetrics(processOf('gateway')))('parley_reachable', 'part="logic"')).toBe(1);
    proxy.heal();
    await until('it is told of again', async () => (await rows('shard-1')) === 0);
  });
});
