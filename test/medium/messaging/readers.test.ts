import type { ReaderPage, RestOutput } from '@parley/contract';
import { SeededRandom } from '@parley/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mintSessions } from '../../support/cli.js';
import { newClientMsgId, type Session } from '../../support/device.js';
import { query } from '../../support/query.js';
import { SHAPES } from '../../support/server.js';
import { People } from '../support/people.js';
import { sleep } from '../../support/wait.js';
import { openRealm, type Realm } from '../support/realm.js';
import { range } from '../support/wire.js';

type Counts = RestOutput<'readerCounts'>['counts'];

describe.each(SHAPES)('who has read what (%s)', (shape) => {
  let realm: Realm;
  let people: People;
  beforeAll(async () => {
    realm = await openRealm(shape, { gateways: 2 });
    people = new People(realm);
  });
  afterAll(() => realm.close());

  const say = async (who: Session, id: string, content: object = {}): Promise<number> => {
    const body = { clientMsgId: newClientMsgId(), content: { type: 'text', text: 'hello', ...content } };
    return (await people.call<{ seq: number }>(who, `POST /conversations/${id}/messages`, body)).body.seq;
  };
  const read = (who: Session, id: string, seq: number): Promise<string> =>
    people.code(who, `POST /conversations/${id}/read`, { seq });
  const page = async (who: Session, id: string, at: string): Promise<ReaderPage> =>
    (await people.call<ReaderPage>(who, `GET /conversations/${id}/messages/${at}`)).body;
  const counts = async (who: Session, id: string, seqs: number[]): Promise<Counts> =>
    (await people.call<{ counts: Counts }>(who, `POST /conversations/${id}/readers/counts`, { seqs })).body.counts;

  /** A whole list, page by page, and the counts that came along. */
  async function list(who: Session, id: string, ask: { seq: number; state: string; limit?: number }) {
    const found: ReaderPage['readers'] = [];
    for (let after = ''; ;) {
      const at = `${ask.seq}/readers?state=${ask.state}&limit=${ask.limit ?? 2}${after}`;
      const { readers, next, counts: both } = await page(who, id, at);
      found.push(...readers);
      if (next === null) return { readers: found, counts: both };
      after = `&after=${next}`;
    }
  }

  const ids = (readers: ReaderPage['readers']): string[] => readers.map(({ userId }) => userId);
  const group = async (): Promise<{ id: string; all: Session[]; lin: Session; wang: Session; gao: Session }> => {
    const [[lin, wang], [gao, extra]] = [realm.pair(), realm.pair()];
    return { id: await people.group(lin, [wang, gao, extra]), all: [lin, wang, gao, extra], lin, wang, gao };
  };

  it('is told with times, and says who has not; the sender is in neither list', async () => {
    const { id, all, lin, wang, gao } = await group();
    const before = Date.now();
    const seq = await say(lin, id);
    await read(wang, id, seq);
    const { readers, counts: both } = await list(gao, id, { seq, state: 'read' });
    expect(ids(readers)).toEqual([wang.userId]);
    expect(readers[0]?.at).toBeGreaterThanOrEqual(before);
    expect(readers[0]?.at).toBeLessThanOrEqual(Date.now());
    expect(both).toEqual({ read: 1, unread: 2 });
    const others = all.slice(2).map(({ userId }) => ({ userId, at: null }));
    expect((await list(lin, id, { seq, state: 'unread' })).readers.toSorted(byId)).toEqual(others.toSorted(byId));
    expect(await counts(lin, id, [seq, seq, 1, 99])).toEqual([
      { seq: 1, read: 1, unread: 2 },
      { seq, read: 1, unread: 2 },
    ]);
  });

  it('counts what one said oneself in the flow as read, and what one said in a thread not', async () => {
    const { id, lin, wang, gao } = await group();
    const seq = await say(lin, id);
    await say(wang, id, { thread: { seq } });
    await say(gao, id);
    const { readers } = await list(lin, id, { seq, state: 'read' });
    expect(ids(readers)).toEqual([gao.userId]);
    expect(readers[0]?.at).not.toBeNull();
    expect(await counts(lin, id, [seq])).toEqual([{ seq, read: 1, unread: 2 }]);
  });

  it('concerns who has been in since: newcomers, those who left and those who came back are in neither list', async () => {
    const { id, all, lin, wang, gao } = await group();
    await people.set(lin, id, { newcomerHistory: 'all' });
    const [late] = realm.pair();
    const seq = await say(lin, id);
    await people.add(lin, id, [late]);
    await read(gao, id, seq);
    await people.remove(lin, id, wang);
    const extra = all[3]?.userId ?? '';
    const both = async (): Promise<string[][]> => [
      ids((await list(lin, id, { seq, state: 'read' })).readers),
      ids((await list(lin, id, { seq, state: 'unread' })).readers),
    ];
    expect(await both()).toEqual([[gao.userId], [extra]]);
    await people.add(lin, id, [wang]);
    expect(await both()).toEqual([[gao.userId], [extra]]);
    expect(await counts(lin, id, [seq])).toEqual([{ seq, read: 1, unread: 1 }]);
  });

  it('is nothing for a seq that is not there, not to be seen, or no seq at all', async () => {
    const { id, lin, wang } = await group();
    const seq = await say(lin, id);
    await people.code(wang, `POST /conversations/${id}/hide`, { seqs: [seq] });
    const at = (who: Session, path: string): Promise<string> => people.code(who, `GET /conversations/${path}`);
    const [outsider] = realm.pair();
    expect(await at(lin, `${id}/messages/${seq + 1}/readers?state=read`)).toBe('MESSAGE_NOT_FOUND');
    expect(await at(wang, `${id}/messages/${seq}/readers?state=read`)).toBe('MESSAGE_NOT_FOUND');
    expect(await counts(wang, id, [seq])).toEqual([]);
    expect(await at(outsider, `${id}/messages/${seq}/readers?state=read`)).toBe('CONVERSATION_NOT_FOUND');
    for (const bad of [
      `${seq}/readers`,
      `${seq}/readers?state=maybe`,
      '0/readers?state=read',
      'x/readers?state=read',
      `${seq}/readers?state=read&limit=201`,
      `${seq}/readers?state=read&after=9999999999999999999`,
      `99999999999999999999/readers?state=read`,
    ]) {
      expect(await at(lin, `${id}/messages/${bad}`)).toBe('BAD_REQUEST');
    }
    for (const seqs of [[], range(1, 101), [0], [-1], [1.5], ['1'], [2 ** 53]]) {
      expect(await people.code(lin, `POST /conversations/${id}/readers/counts`, { seqs })).toBe('BAD_REQUEST');
    }
    expect(await people.code(lin, `POST /conversations/${id}/readers/counts`, { seqs: range(1, 100) })).toBe('OK');
  });

  it('is reported forward only, up to the head, by members', async () => {
    const { id, lin, wang } = await group();
    const seq = await say(lin, id);
    await read(wang, id, seq + 1_000);
    const next = await say(lin, id);
    await read(wang, id, 1);
    expect(await counts(lin, id, [seq, next])).toEqual([
      { seq, read: 1, unread: 2 },
      { seq: next, read: 0, unread: 3 },
    ]);
    await people.remove(lin, id, wang);
    expect(await read(wang, id, next)).toBe('CONVERSATION_NOT_FOUND');
    const [outsider] = realm.pair();
    expect(await read(outsider, id, next)).toBe('CONVERSATION_NOT_FOUND');
    expect(await read(wang, '123456789', 1)).toBe('CONVERSATION_NOT_FOUND');
  });

  /** Who is in, since which seq, as the store says: the lists must come to the same. */
  async function entitled(id: string, { seq, senderId }: { seq: number; senderId: string }): Promise<string[]> {
    const rows = await query<{ user_id: string }>(
      await people.shardOf(id),
      `select user_id::text from member_interval
        where conversation_id = $1 and left_seq is null and join_seq <= $2 and user_id <> $3 order by user_id`,
      [id, seq, senderId],
    );
    return rows.map((row) => row.user_id);
  }

  // From 201 people on they are counted by levels: with 195 others, those who come and go make the group large.
  it.each([
    { seed: 1, others: 0, limit: 2 },
    { seed: 2, others: 0, limit: 2 },
    { seed: 3, others: 0, limit: 2 },
    { seed: 4, others: 195, limit: 120 },
    { seed: 5, others: 195, limit: 120 },
  ])(
    'both lists together are the entitled, at every moment of a random run ($seed)',
    async ({ seed, others, limit }) => {
      const random = new SeededRandom(seed);
      const [[lin, wang], [gao, extra]] = [realm.pair(), realm.pair()];
      const quiet = others === 0 ? [] : await mintSessions(realm.env, others);
      const id = await people.group(lin, [wang, gao, extra, ...quiet]);
      const crowd = [lin, wang, gao, extra, ...realm.pair(), ...realm.pair()];
      const senders = new Map<number, string>();
      const newest = (): number => Math.max(1, ...senders.keys());
      for (let step = 0; step < 40; step++) {
        const who = random.pick(crowd);
        const act = random.int(6);
        if (act < 2) {
          const seq = await say(who, id);
          if (seq > 0) senders.set(seq, who.userId);
        } else if (act < 4) await read(who, id, 1 + random.int(newest() + 2));
        else if (who === lin) continue;
        else if (act === 4) await people.add(lin, id, [who]);
        else await people.remove(lin, id, who);
        if (senders.size === 0) continue;
        const seq = random.pick([...senders.keys()]);
        const has = await list(lin, id, { seq, state: 'read', limit });
        const hasNot = await list(lin, id, { seq, state: 'unread', limit });
        const together = [...ids(has.readers), ...ids(hasNot.readers)];
        const them = await entitled(id, { seq, senderId: senders.get(seq) ?? '' });
        expect(together.toSorted(numeric)).toEqual(them.toSorted(numeric));
        const both = { read: has.readers.length, unread: hasNot.readers.length };
        expect([has.counts, hasNot.counts]).toEqual([both, both]);
        expect(await counts(lin, id, [seq])).toEqual([{ seq, ...both }]);
      }
      expect(senders.size).toBeGreaterThan(3);
    },
  );

  it('while people read, come and go, no page is of two moments', async () => {
    const { id, all, lin, gao } = await group();
    const others = [...realm.pair(), ...realm.pair()];
    const seq = await say(lin, id);
    let done = false;
    const busy = Promise.all([
      ...all.slice(1).map(async (who) => {
        for (let n = 0; n < 8; n++) await read(who, id, await say(gao, id));
      }),
      ...others.map(async (who) => {
        for (let n = 0; n < 4; n++) {
          await people.add(lin, id, [who]);
          await people.remove(lin, id, who);
        }
      }),
    ]).finally(() => (done = true));
    // Nobody of those who come and go was in when it was said: the entitled stay three, whatever happens.
    for (let asked = 0; !done || asked < 5; asked++) {
      for (const state of ['read', 'unread']) {
        const { readers, counts: both } = await page(lin, id, `${seq}/readers?state=${state}&limit=50`);
        expect(both.read + both.unread).toBe(3);
        expect(readers).toHaveLength(state === 'read' ? both.read : both.unread);
      }
      const [at] = await counts(lin, id, [seq]);
      expect((at?.read ?? 0) + (at?.unread ?? 0)).toBe(3);
      // A device may ask 500 times in ten seconds.
      await sleep(50);
    }
    await busy;
    expect((await list(lin, id, { seq, state: 'unread' })).readers).toEqual([]);
  });
});

function numeric(a: string, b: string): number {
  return a.length - b.length || (a < b ? -1 : 1);
}

function byId(a: { userId: string }, b: { userId: string }): number {
  return numeric(a.userId, b.userId);
}
