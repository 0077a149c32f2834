import type { Scheduled } from '@parley/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newClientMsgId, rest } from '../support/device.js';
import { query } from '../support/query.js';
import { sleep, until } from '../support/wait.js';
import { Trial } from './support/trial.js';

const MESSAGES = 400;
const KILLS = 4;

/** Both shapes: who sends dies as the whole server, or as the worker alone. */
describe.each([
  ['one process', undefined, 'server'],
  ['worker apart', 'gateway=1,logic=1,worker=1', 'worker-0'],
] as const)('kill -9 while scheduled messages are sent (%s)', (_, processes, part) => {
  let trial: Trial;
  beforeAll(async () => {
    trial = await Trial.begin(processes);
  });
  afterAll(() => trial.end());

  const ask = <T>(text: string, values: unknown[] = []): Promise<T[]> =>
    Promise.all(trial.stack.shards.map(({ url }) => query<T & object>(url, text, values))).then((rows) => rows.flat());

  it('each is sent exactly once, its row says so, and nothing is left half done', async () => {
    const owners = trial.talkers.slice(0, 4);
    const sendAt = Date.now() + 8_000;
    const keys: string[] = [];
    for (let at = 0; at < MESSAGES; at += 20) {
      await Promise.all(
        Array.from({ length: 20 }, async (_, index) => {
          const who = owners[(at + index) % owners.length];
          if (who === undefined) throw new Error('nobody');
          const clientMsgId = newClientMsgId();
          keys.push(clientMsgId);
          const body = {
            clientMsgId,
            content: { type: 'text', text: clientMsgId },
            sendAt: sendAt + 10 * (at + index),
          };
          const path = `/conversations/${who.conversationId}/scheduled`;
          const answer = await rest<Scheduled>(trial.stack.url, who, { method: 'POST', path, body });
          expect(answer.status).toBe(200);
        }),
      );
    }
    await sleep(Math.max(0, sendAt - Date.now()) + 300);
    for (let kill = 0; kill < KILLS; kill += 1) {
      await trial.kill(part);
      await sleep(150 + 200 * kill);
    }
    const states = async (): Promise<Map<string, number>> =>
      new Map(
        (
          await ask<{ state: string; n: number }>(
            'select state, count(*)::int as n from scheduled_message group by state order by state',
          )
        ).map(({ state, n }) => [state, n]),
      );
    const unsent = async (): Promise<number> =>
      [...(await states())].reduce((sum, [state, n]) => sum + (state === 'sent' ? 0 : n), 0);
    await until('every row has its end', async () => (await unsent()) === 0, 60_000);
    await until('the outbox is empty', async () => (await ask('select 1 from outbox')).length === 0);
    const stored = await ask<{ key: string; seq: string; id: string }>(
      'select client_msg_id as key, seq, message_id as id from message where client_msg_id = any ($1)',
      [keys],
    );
    expect(stored.map(({ key }) => key).toSorted()).toEqual(keys.toSorted());
    const rows = await ask<{ key: string; seq: string; id: string; attempts: number }>(
      'select client_msg_id as key, seq, message_id as id, attempts from scheduled_message where client_msg_id = any ($1)',
      [keys],
    );
    const placeOf = new Map(stored.map(({ key, seq, id }) => [key, `${seq} ${id}`]));
    for (const { key, seq, id } of rows) expect(`${seq} ${id}`).toBe(placeOf.get(key));
    const again = rows.filter(({ attempts }) => attempts > 1).length;
    console.log(
      `fault kill -9 of ${part}, ${KILLS} times: ${keys.length} sent once each, ${again} of them taken up again`,
    );
  });
});
