import type { ChatListItem } from '@parley/contract';
import { type FanoutMode, spansByMode } from '@parley/core';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mintSessions } from '../support/cli.js';
import { newClientMsgId, rest, type Session, TestDevice } from '../support/device.js';
import { query } from '../support/query.js';
import { sleep, until } from '../support/wait.js';
import { settingsOf, Trial } from './support/trial.js';

/** Between the bounds: the mode goes by what is said. */
const PEOPLE = 250;
/** So much at once is busy: more than 400 entries a second. */
const BURST = 30;
/** So many make it a conversation in read mode, whatever is said. */
const MANY = 1_000;
/** When the kill comes, in parts of the time that the change takes undisturbed. */
const KILLS = [0.3, 0.6, 0.9];

describe('a server that dies in the middle of a change of mode', () => {
  let trial: Trial;
  let owner: Session;
  let members: Session[];
  let many: Session[];
  beforeAll(async () => {
    trial = await Trial.begin(undefined, { PARLEY_SOCKET_EVENTS_PER_SECOND: '5000' });
    const [first, ...others] = await mintSessions(settingsOf(trial.stack), MANY + 1);
    if (first === undefined) throw new Error('nobody');
    [owner, members, many] = [first, others.slice(0, PEOPLE - 1), others];
  });
  afterAll(() => trial.end());

  const idsOf = (some: readonly Session[]): string[] => some.map(({ userId }) => userId);

  async function create(others: readonly Session[]): Promise<string> {
    const body = { kind: 'group', key: newClientMsgId(), name: 'modes', userIds: idsOf(others) };
    const made = await rest<ChatListItem>(trial.stack.url, owner, { method: 'POST', path: '/conversations', body });
    await quiet();
    return made.body.conversationId;
  }

  async function ask<T extends object>(sql: string, values: unknown[] = []): Promise<T[]> {
    const found = await Promise.all(trial.stack.shards.map(({ url }) => query<T>(url, sql, values)));
    return found.flat();
  }

  const quiet = (): Promise<void> =>
    until('the outbox is empty', async () => (await ask('select 1 from outbox')).length === 0);

  type Change = { fromSeq: number; mode: FanoutMode };
  /** What it is, and how it became so: of one moment, for a mode may change after the last ack. */
  async function modesOf(conversationId: string): Promise<{ mode: FanoutMode; changes: Change[] }> {
    const [head] = await ask<{ mode: number; changes: { fromSeq: number; mode: number }[] }>(
      `select mode, coalesce((select json_agg(json_build_object('fromSeq', from_seq, 'mode', m.mode) order by from_seq)
                                from fanout_mode m where m.conversation_id = h.conversation_id), '[]') as changes
         from conversation_head h where conversation_id = $1`,
      [conversationId],
    );
    const named = (mode?: number): FanoutMode => (mode === 1 ? 'read' : 'write');
    return {
      mode: named(head?.mode),
      changes: (head?.changes ?? []).map(({ fromSeq, mode }) => ({ fromSeq, mode: named(mode) })),
    };
  }
  const modeOf = async (id: string): Promise<FanoutMode> => (await modesOf(id)).mode;

  /** Says each of these until it is acked; what was stored before the kill is the same message. */
  async function say(conversationId: string, keys: readonly string[], everyMs = 4): Promise<void> {
    const left = new Set(keys);
    await until('all is acked', async () => {
      const device = await TestDevice.connect(trial.stack.url, owner).catch(() => null);
      if (device === null) return false;
      const asked = [...left].map(async (clientMsgId, index) => {
        await sleep(index * everyMs);
        await device.send(clientMsgId, { conversationId, clientMsgId });
        left.delete(clientMsgId);
      });
      const ended = new Promise((resolve) => device.socket.once('disconnect', resolve));
      await Promise.race([Promise.allSettled(asked), ended]);
      device.close();
      return left.size === 0;
    });
  }

  const keys = (count: number): string[] => Array.from({ length: count }, newClientMsgId);

  /** Says it, and kills the server meanwhile. */
  async function sayAndKill(conversationId: string, said: readonly string[], afterMs: number): Promise<void> {
    const saying = say(conversationId, said);
    await sleep(afterMs);
    await trial.kill('server');
    await saying;
    await quiet();
  }

  /** It has rested long enough, and little was said. */
  async function calm(conversationId: string): Promise<void> {
    await ask(`update fanout_mode set at = at - interval '5 minutes' where conversation_id = $1`, [conversationId]);
    await ask(`update message set sent_at = sent_at - interval '5 minutes' where conversation_id = $1`, [
      conversationId,
    ]);
  }

  /** Nothing is lost, nothing is there twice, everybody was told by the mode of its seq, and all are told the head. */
  async function judge(conversationId: string, said: readonly string[]): Promise<Change[]> {
    const stored = await ask<{ seq: string; key: string; kind: number }>(
      'select seq, client_msg_id as key, kind from message where conversation_id = $1 order by seq',
      [conversationId],
    );
    expect(stored.map(({ seq }) => Number(seq))).toEqual(stored.map((_, index) => index + 1));
    expect(stored.flatMap(({ key }) => (key.startsWith('c_') ? key : [])).toSorted()).toEqual(said.toSorted());
    const { mode: now, changes } = await modesOf(conversationId);
    changes.forEach(({ mode }, index) => expect(mode).toBe(index % 2 === 0 ? 'read' : 'write'));
    expect(now).toBe(changes.at(-1)?.mode ?? 'write');
    const written = spansByMode({ from: 1, to: stored.length }, changes).flatMap(({ from, to, mode }) =>
      mode === 'write' ? Array.from({ length: to - from + 1 }, (_, index) => from + index) : [],
    );
    const entries = await ask<{ seqs: string[]; people: number }>(
      `select seqs, count(*)::int as people
         from (select array_agg(seq order by seq) as seqs from inbox_entry
                where conversation_id = $1 and kind = 1 and user_id <> $2 group by user_id) x group by seqs`,
      [conversationId, owner.userId],
    );
    for (const { seqs } of entries) expect(seqs.map(Number)).toEqual(written);
    expect(entries.reduce((sum, { people }) => sum + people, 0)).toBe(PEOPLE - 1);
    const own = await ask<{ n: number; seqs: number }>(
      `select count(*)::int as n, count(distinct seq)::int as seqs from inbox_entry
        where conversation_id = $1 and kind = 1 and user_id = $2 having count(*) > 0`,
      [conversationId, owner.userId],
    );
    expect(own).toEqual([{ n: stored.length, seqs: stored.length }]);
    const byHead = await ask('select 1 from chat_list where conversation_id = $1 and by_head', [conversationId]);
    expect(byHead).toHaveLength(changes.length > 0 ? PEOPLE : 0);
    return changes;
  }

  /** Says as much as it takes. */
  async function makeBusy(conversationId: string): Promise<string[]> {
    const said: string[] = [];
    while ((await modeOf(conversationId)) === 'write') {
      const more = keys(BURST);
      said.push(...more);
      await say(conversationId, more);
      await quiet();
    }
    return said;
  }

  const spoken = (changes: readonly Change[]): string =>
    changes.map(({ mode, fromSeq }) => `${mode} from ${fromSeq}`).join(', ');

  it('by what is said, in both directions: nothing lost, nothing twice, each by the mode of its seq', async () => {
    // Undisturbed, to see that it changes at all, and how long that takes.
    let busy = { id: await create(members), said: keys(BURST) };
    const began = performance.now();
    await say(busy.id, busy.said);
    await until('it is in read mode', async () => (await modeOf(busy.id)) === 'read');
    await quiet();
    const takesMs = performance.now() - began;
    for (const part of KILLS) {
      const next = { id: await create(members), said: keys(BURST) };
      await sayAndKill(next.id, next.said, part * takesMs);
      const there = await judge(next.id, next.said);
      next.said.push(...(await makeBusy(next.id)));
      // The process that has just begun has seen nobody speak in the other one: it looks, and finds it calm.
      await calm(busy.id);
      const word = keys(1);
      busy.said.push(...word);
      await sayAndKill(busy.id, word, part * 60);
      const back = await judge(busy.id, busy.said);
      await judge(next.id, next.said);
      console.log(
        `fault kill -9 at ${part} of a change of mode (${takesMs.toFixed(0)} ms): ${spoken(there)}; back: ${spoken(back)}`,
      );
      busy = next;
    }
  });

  it('adding 1,000 people, killed half-way: nothing of it is stored, and the same call again adds all', async () => {
    const conversationId = await create([]);
    const asked = { method: 'POST', path: `/conversations/${conversationId}/members`, body: { userIds: idsOf(many) } };
    const add = (): Promise<unknown> => rest(trial.stack.url, owner, asked);
    // The outbox is written to once the members are in: whoever holds the table holds the transaction half-way.
    const holders = await Promise.all(
      trial.stack.shards.map(async ({ url }) => {
        const client = new pg.Client({ connectionString: url });
        await client.connect();
        await client.query('begin');
        await client.query('lock table outbox in share mode');
        return client;
      }),
    );
    const waiting = `select 1 from pg_stat_activity where wait_event_type = 'Lock' and query ilike 'insert into outbox%'`;
    let killing = Promise.resolve();
    try {
      const adding = add().catch(() => undefined);
      await until('it waits for the outbox', async () => (await ask(waiting)).length > 0);
      killing = trial.kill('server');
      await adding;
    } finally {
      await Promise.all(holders.map((client) => client.end()));
    }
    await killing;
    await quiet();
    const count = async (sql: string): Promise<number> => (await ask(sql, [conversationId])).length;
    const seen = async (): Promise<Record<string, number>> => ({
      members: await count('select 1 from member where conversation_id = $1'),
      messages: await count('select 1 from message where conversation_id = $1'),
      listed: await count('select 1 from chat_list where conversation_id = $1'),
      byHead: await count('select 1 from chat_list where conversation_id = $1 and by_head'),
      modes: await count('select 1 from fanout_mode where conversation_id = $1'),
      counted: (
        await ask<{ n: number }>('select member_count as n from conversation where id = $1', [conversationId])
      ).reduce((sum, { n }) => sum + n, 0),
    });
    expect(await seen()).toEqual({ members: 1, messages: 1, listed: 1, byHead: 0, modes: 0, counted: 1 });
    await add();
    await quiet();
    const all = MANY + 1;
    expect(await seen()).toEqual({ members: all, messages: 2, listed: all, byHead: all, modes: 1, counted: all });
  });
});
