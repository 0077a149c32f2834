import type { ChatListItem, HistoryPage } from '@parley/contract';
import { counterDrift, ShardRouter } from '@parley/db';
import type { ParleyClient } from '@parley/sdk';
import { SeededRandom } from '@parley/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newClientMsgId, rest, type Session } from '../../support/device.js';
import { query } from '../../support/query.js';
import { SHAPES } from '../../support/server.js';
import { until } from '../../support/wait.js';
import { clientOf } from '../support/client.js';
import { openRealm, type Realm } from '../support/realm.js';
import { shardOf } from '../support/wire.js';

const STEPS = 400;
const AT_ONCE = 8;
const EMOJI = ['👍', '🎉'];

type Person = { session: Session; clients: ParleyClient[] };

describe.each(SHAPES)('counters (%s)', (shape) => {
  let realm: Realm;
  beforeAll(async () => {
    realm = await openRealm(shape, { gateways: 2, env: { PARLEY_REQUESTS_PER_SECOND: '100000' } });
  });
  afterAll(() => realm.close());

  const urlOf = (gateway: number): string => realm.server.urls[gateway] ?? realm.url;

  it('whatever devices send, read, change, recall, delete and leave, at the end every count is what is there', async () => {
    const random = new SeededRandom(20_261_125);
    const sessions = [...realm.pair(), ...realm.pair()].slice(0, 3);
    const people: Person[] = await Promise.all(
      sessions.map(async (session, index) => ({
        session,
        clients: await Promise.all([
          clientOf(urlOf(index % 2), session),
          clientOf(urlOf((index + 1) % 2), realm.tokens.another(session, `d_second_${index}_${shape.length}`)),
        ]),
      })),
    );
    const [owner, ...others] = people;
    const [ownerClient] = owner?.clients ?? [];
    if (owner === undefined || ownerClient === undefined) throw new Error('nobody');
    const { conversationId: groupId } = await ownerClient.createGroup({
      name: 'counters',
      userIds: others.map(({ session }) => session.userId),
    });
    const rooms = [groupId, owner.session.conversationId];
    const headOf = async (who: Session, id: string): Promise<number> =>
      (await rest<ChatListItem>(realm.url, who, { path: `/conversations/${id}` })).body.head?.seq ?? 0;

    const act = async (): Promise<void> => {
      const person = random.pick(people);
      const client = random.pick(person.clients);
      const conversationId = random.pick(rooms);
      const { session } = person;
      const head = await headOf(session, conversationId);
      if (head === 0 && conversationId !== groupId) {
        if (session.conversationId !== conversationId && session.peerId !== owner.session.userId) return;
      }
      const at = { conversationId, seq: 1 + random.int(Math.max(1, head)) };
      const dice = random.number();
      if (dice < 0.35) client.send(conversationId, `message ${random.int(1_000)}`);
      else if (dice < 0.45) client.send(conversationId, `reply ${random.int(1_000)}`, { thread: { seq: at.seq } });
      else if (dice < 0.65) client.markRead(conversationId, at.seq);
      else if (dice < 0.72) await client.editMessage(at, `edited ${random.int(1_000)}`);
      else if (dice < 0.78) await client.recallMessage(at);
      else if (dice < 0.86) await client.react(at, random.pick(EMOJI), random.chance(0.7));
      else if (dice < 0.91) await client.hideMessages(conversationId, [at.seq]);
      else if (dice < 0.95) await client.groups.leave(groupId);
      else await ownerClient.groups.add(groupId, [session.userId]);
    };
    for (let step = 0; step < STEPS; step += AT_ONCE) {
      // What is refused (not mine, too late, not in it any more) is part of the walk.
      await Promise.all(Array.from({ length: AT_ONCE }, () => act().catch(() => undefined)));
    }

    for (const { session, clients } of people) {
      for (const conversationId of rooms) {
        for (const client of clients) {
          // Asked again each time: what was sent last may still be on its way into the store.
          await until(
            `${session.userId} sees ${conversationId} as the server has it and as it is counted`,
            async () => {
              const row = await rest<ChatListItem>(realm.url, session, { path: `/conversations/${conversationId}` });
              const mine = row.status === 200 ? row.body : null;
              const shown = client.chatList.getSnapshot().items.find((item) => item.conversationId === conversationId);
              if (mine !== null && mine.unread !== (await countUnread(mine))) return false;
              return (
                shown?.unread === mine?.unread && shown?.readSeq === mine?.readSeq && shown?.head.seq === mine?.head.seq
              );
            },
          );
        }
      }
    }
    for (const { clients } of people) await Promise.all(clients.map((client) => client.stop()));
    expect(await allDrifts()).toEqual([]);
  });

  it('people who come in by many calls at once are counted once each, and the last word on the name counts', async () => {
    const [lin] = realm.pair();
    const others = Array.from({ length: 5 }, () => realm.pair()).flat();
    const call = (method: string, path: string, body: unknown): Promise<unknown> =>
      rest(realm.url, lin, { method, path: `/conversations${path}`, body });
    const made = { kind: 'group', key: newClientMsgId(), name: 'one by one', userIds: [] };
    const { body: group } = await rest<ChatListItem>(realm.url, lin, {
      method: 'POST',
      path: '/conversations',
      body: made,
    });
    const id = group.conversationId;
    await Promise.all(
      others.flatMap(({ userId }, index) => [
        call('POST', `/${id}/members`, { userIds: [userId] }),
        call('PATCH', `/${id}`, { name: `name ${index}` }),
      ]),
    );
    const row = (await rest<ChatListItem>(realm.url, lin, { path: `/conversations/${id}` })).body;
    expect(row.memberCount).toBe(others.length + 1);
    const { messages } = (await rest<HistoryPage>(realm.url, lin, { path: `/conversations/${id}/messages` })).body;
    const told = messages.map(({ content }) => content['system'] as { name: string; memberCount: number });
    expect(told.at(-1)).toMatchObject({ name: row.name, memberCount: row.memberCount });
    // Each tells the count that it made: none was told twice.
    const counts = told.map(({ memberCount }) => memberCount);
    expect(counts).toEqual(counts.toSorted((one, two) => one - two));
    expect(new Set(counts).size).toBe(others.length + 1);
    expect(await allDrifts()).toEqual([]);
  });

  /** Counted one by one: what counts as unread after the watermark. */
  const countUnread = async ({ conversationId, readSeq }: ChatListItem): Promise<number> => {
    const [row] = await query<{ unread: number }>(
      await shardOf(realm.databases, conversationId),
      'select count(*)::int as unread from message where conversation_id = $1 and seq > $2 and kind <> 2 and thread_seq is null',
      [conversationId, readSeq],
    );
    return row?.unread ?? 0;
  };

  const allDrifts = async (): Promise<unknown[]> => {
    const { directory, shards } = realm.databases;
    const router = await ShardRouter.open({
      directoryUrl: directory,
      shards: shards.map((url, id) => ({ name: `shard-${id}`, url })),
    });
    const found = await router.eachShard((shard) => counterDrift(shard, null, 10_000));
    await router.close();
    return found.flatMap((outcome) => (outcome.ok ? outcome.value.drifts : [outcome.error]));
  };
});
