import type { ChatListItem } from '@parley/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mintSessions } from '../../support/cli.js';
import { newClientMsgId, rest, type Session, TestDevice } from '../../support/device.js';
import { query } from '../../support/query.js';
import { sleep, until } from '../../support/wait.js';
import { openRealm, type Realm } from '../support/realm.js';
import { range } from '../support/wire.js';

/** Between the bounds: the mode goes by what is said. */
const PEOPLE = 250;

describe('the mode of a conversation of middling size, by two processes', () => {
  let realm: Realm;
  let people: Session[];
  beforeAll(async () => {
    realm = await openRealm('one process', { gateways: 2, env: { PARLEY_SOCKET_EVENTS_PER_SECOND: '5000' } });
    people = await mintSessions(realm.env, PEOPLE);
  });
  afterAll(() => realm.close());

  async function ask<T extends object>(sql: string, conversationId: string): Promise<T[]> {
    const found = await Promise.all(realm.databases.shards.map((url) => query<T>(url, sql, [conversationId])));
    return found.flat();
  }
  const modes = async (conversationId: string): Promise<number[]> => {
    const sql = 'select mode from fanout_mode where conversation_id = $1 order by from_seq';
    return (await ask<{ mode: number }>(sql, conversationId)).map(({ mode }) => mode);
  };

  it('is what all of them store, not what the one sees that hears of it first', async () => {
    const [owner] = people;
    if (owner === undefined) throw new Error('nobody');
    const userIds = people.slice(1).map(({ userId }) => userId);
    const body = { kind: 'group', key: newClientMsgId(), name: 'middling', userIds };
    const made = await rest<ChatListItem>(realm.url, owner, { method: 'POST', path: '/conversations', body });
    const { conversationId } = made.body;
    const connect = (process: number): Promise<TestDevice> =>
      TestDevice.connect(realm.server.urls[process] ?? realm.url, people[process] ?? owner);
    const [here, there] = [await connect(0), await connect(1)];
    await Promise.all(range(1, 30).map(() => here.send('busy', { conversationId })));
    await until('it is in read mode', async () => (await modes(conversationId)).length === 1);
    await ask(`update fanout_mode set at = at - interval '5 minutes' where conversation_id = $1`, conversationId);

    // To this process it seems as calm as can be.
    await there.send('the first word from here', { conversationId });
    await sleep(300);
    expect(await modes(conversationId)).toEqual([1]);

    // Nobody has said anything for a while: now it is.
    await ask(`update message set sent_at = sent_at - interval '5 minutes' where conversation_id = $1`, conversationId);
    await there.send('the first word after a while', { conversationId });
    await until('it is in write mode', async () => (await modes(conversationId)).length === 2);
    expect(await modes(conversationId)).toEqual([1, 0]);
    [here, there].forEach((device) => device.close());
  });
});
