import type { ChatListItem } from '@parley/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mintSessions } from '../support/cli.js';
import { newClientMsgId, rest, type Session } from '../support/device.js';
import { query } from '../support/query.js';
import { sleep, until } from '../support/wait.js';
import { settingsOf, Trial } from './support/trial.js';

const PEOPLE = 150;
/** So many make it a conversation in read mode. */
const MANY = 1_000;
/** When the kill comes, in parts of the time that the change takes undisturbed: in the middle of it, and right after. */
const KILLS = [0.1, 0.2, 0.4, 0.9];

/** Who is in the group by the conversation's shard, and what each person's own shard says of it. */
type Seen = { members: string[]; counted: number; listed: string[]; told: Map<string, number>; events: string[] };

describe('a server that dies in the middle of a change of a group', () => {
  let trial: Trial;
  let owner: Session;
  let others: Session[];
  let many: Session[];
  beforeAll(async () => {
    trial = await Trial.begin(undefined);
    const people = await mintSessions(settingsOf(trial.stack), MANY + 2);
    const [first, ...rest] = people;
    if (first === undefined) throw new Error('nobody');
    [owner, others, many] = [first, rest.slice(0, PEOPLE), rest.slice(0, MANY)];
  });
  afterAll(() => trial.end());

  const act = (method: string, path: string, body?: unknown): Promise<ChatListItem> =>
    rest<ChatListItem>(trial.stack.url, owner, { method, path, ...(body === undefined ? {} : { body }) }).then(
      ({ body: item }) => item,
    );

  /** Asks, and kills the server while the answer is on its way, or a moment later. */
  async function actAndKill(afterMs: number, ask: () => Promise<unknown>): Promise<void> {
    const asked = ask().catch(() => undefined);
    await sleep(afterMs);
    await trial.kill('server');
    await asked;
  }

  async function look(conversationId: string): Promise<Seen> {
    const seen: Seen = { members: [], counted: 0, listed: [], told: new Map(), events: [] };
    for (const { url } of trial.stack.shards) {
      const members = await query<{ id: string }>(url, 'select user_id as id from member where conversation_id = $1', [
        conversationId,
      ]);
      seen.members.push(...members.map(({ id }) => id));
      const [group] = await query<{ n: number }>(url, 'select member_count as n from conversation where id = $1', [
        conversationId,
      ]);
      seen.counted += group?.n ?? 0;
      const listed = await query<{ id: string }>(
        url,
        'select user_id as id from chat_list where conversation_id = $1',
        [conversationId],
      );
      seen.listed.push(...listed.map(({ id }) => id));
      const told = await query<{ id: string; n: number }>(
        url,
        'select user_id as id, count(*)::int as n from inbox_entry where conversation_id = $1 group by user_id',
        [conversationId],
      );
      for (const { id, n } of told) seen.told.set(id, n);
      const events = await query<{ event: string }>(
        url,
        `select structure->>'event' as event from message where conversation_id = $1 order by seq`,
        [conversationId],
      );
      seen.events.push(...events.map(({ event }) => event));
    }
    seen.members.sort();
    seen.listed.sort();
    return seen;
  }

  const pending = async (): Promise<number> => {
    const counts = await Promise.all(
      trial.stack.shards.map(({ url }) => query<{ n: number }>(url, 'select count(*)::int as n from outbox')),
    );
    return counts.reduce((sum, [row]) => sum + (row?.n ?? 0), 0);
  };

  async function timeOf(ask: () => Promise<unknown>): Promise<number> {
    const began = performance.now();
    await ask();
    return performance.now() - began;
  }

  const emptyGroup = async (): Promise<string> =>
    (await act('POST', '/conversations', { kind: 'group', key: newClientMsgId(), name: 'all', userIds: [] }))
      .conversationId;

  it('adding 150 people: all of them or none, each told once, each with a row in their list', async () => {
    const userIds = others.map(({ userId }) => userId);
    const add = (id: string): Promise<ChatListItem> => act('POST', `/conversations/${id}/members`, { userIds });
    // Once to warm up, once to see how long it takes.
    await add(await emptyGroup());
    const calm = await emptyGroup();
    const takesMs = await timeOf(() => add(calm));
    for (const part of KILLS) {
      const conversationId = await emptyGroup();
      await actAndKill(part * takesMs, () => add(conversationId));
      await until('the outbox is empty', async () => (await pending()) === 0);
      const seen = await look(conversationId);
      const expected = seen.members.length === 1 ? [owner.userId] : [owner.userId, ...userIds].toSorted();
      expect(seen.members).toEqual(expected);
      expect({ counted: seen.counted, listed: seen.listed }).toEqual({ counted: expected.length, listed: expected });
      expect(seen.events).toEqual(expected.length === 1 ? ['created'] : ['created', 'added']);
      // The row and the message; the owner was told the making of it as well.
      const told = expected.map((id) => seen.told.get(id));
      expect(told).toEqual(expected.map((id) => (id === owner.userId ? 1 + seen.events.length : 2)));
      console.log(
        `fault kill -9 at ${part} of adding ${PEOPLE} (${takesMs.toFixed(0)} ms): ${expected.length - 1} were added, each told once`,
      );
    }
  });

  it('the end of a group of 150: nobody is out or everybody is, each told once, and nothing of it is left to do', async () => {
    const userIds = others.map(({ userId }) => userId);
    const everybody = [owner.userId, ...userIds].toSorted();
    const full = async (): Promise<string> => {
      const id = await emptyGroup();
      await act('POST', `/conversations/${id}/members`, { userIds });
      await until('all have it', async () => (await pending()) === 0);
      return id;
    };
    const end = (id: string): Promise<unknown> => act('POST', `/conversations/${id}/dissolve`);
    const calm = await full();
    const takesMs = await timeOf(() => end(calm));
    for (const part of KILLS) {
      const conversationId = await full();
      const before = await look(conversationId);
      await actAndKill(part * takesMs, () => end(conversationId));
      await until('the outbox is empty', async () => (await pending()) === 0);
      const seen = await look(conversationId);
      const ended = seen.events.at(-1) === 'dissolved';
      const left = ended ? [] : everybody;
      expect({ members: seen.members, listed: seen.listed, counted: seen.counted }).toEqual({
        members: left,
        listed: left,
        counted: left.length,
      });
      // One entry that it is gone.
      const told = everybody.map((id) => (seen.told.get(id) ?? 0) - (before.told.get(id) ?? 0));
      expect(told).toEqual(everybody.map(() => (ended ? 1 : 0)));
      console.log(
        `fault kill -9 at ${part} of dissolving ${PEOPLE} (${takesMs.toFixed(0)} ms): ${ended ? 'everybody is out, each told once' : 'nothing had happened'}`,
      );
    }
  });

  it('adding 1,000 people, which is a change of mode as well: all of it or nothing', async () => {
    const userIds = many.map(({ userId }) => userId);
    const add = (id: string): Promise<ChatListItem> => act('POST', `/conversations/${id}/members`, { userIds });
    const calm = await emptyGroup();
    const takesMs = await timeOf(() => add(calm));
    for (const part of KILLS) {
      const conversationId = await emptyGroup();
      await actAndKill(part * takesMs, () => add(conversationId));
      await until('the outbox is empty', async () => (await pending()) === 0, 60_000);
      const seen = await look(conversationId);
      const wereAdded = seen.members.length > 1;
      const expected = wereAdded ? [owner.userId, ...userIds].toSorted() : [owner.userId];
      expect(seen.members).toEqual(expected);
      expect({ counted: seen.counted, listed: seen.listed }).toEqual({ counted: expected.length, listed: expected });
      // Its mode as of the message that says so; every member's devices are told its head from then on.
      const rows = await Promise.all(
        trial.stack.shards.map(({ url }) =>
          query<{ mode: number; from_seq: string }>(
            url,
            'select mode, from_seq from fanout_mode where conversation_id = $1',
            [conversationId],
          ),
        ),
      );
      expect(rows.flat()).toEqual(wereAdded ? [{ mode: 1, from_seq: '2' }] : []);
      const byHead = await Promise.all(
        trial.stack.shards.map(({ url }) =>
          query(url, 'select 1 from chat_list where conversation_id = $1 and by_head', [conversationId]),
        ),
      );
      expect(byHead.flat()).toHaveLength(wereAdded ? expected.length : 0);
      // Their row, and nothing for the message; the one who added them was told the making of it, and has their own message.
      const told = expected.map((id) => seen.told.get(id));
      expect(told).toEqual(expected.map((id) => (id === owner.userId ? (wereAdded ? 3 : 2) : 1)));
      console.log(
        `fault kill -9 at ${part} of adding ${MANY} (${takesMs.toFixed(0)} ms): ${expected.length - 1} were added, in read mode`,
      );
    }
  });

  it('the same call again, until it is answered, leaves one group with everybody in it', async () => {
    const userIds = others.slice(0, 50).map(({ userId }) => userId);
    for (const afterMs of [5, 15, 30, 45]) {
      const key = newClientMsgId();
      const make = (): Promise<ChatListItem> =>
        act('POST', '/conversations', { kind: 'group', key, name: key, userIds });
      await actAndKill(afterMs, make);
      const { conversationId, memberCount } = await make();
      expect(memberCount).toBe(51);
      await until('the outbox is empty', async () => (await pending()) === 0);
      const seen = await look(conversationId);
      expect(seen.listed).toEqual([owner.userId, ...userIds].toSorted());
      expect(seen.events).toEqual(['created']);
      expect([...seen.told.values()].every((count) => count === 2)).toBe(true);
      const rows = await Promise.all(
        trial.stack.shards.map(({ url }) => query(url, 'select 1 from conversation where name = $1', [key])),
      );
      expect(rows.flat()).toHaveLength(1);
    }
  });
});
