import type { ChatListItem, HistoryPage, Message, TimelineSync } from '@parley/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mintSessions } from '../../support/cli.js';
import { newClientMsgId, rest, type Session, TestDevice } from '../../support/device.js';
import { query } from '../../support/query.js';
import { sleep, until } from '../../support/wait.js';
import { openTap, type Tap } from '../support/pg-tap.js';
import { openRealm, type Realm } from '../support/realm.js';
import { range } from '../support/wire.js';

/** So many are in read mode. */
const PEOPLE = 510;
const READERS = 20;
const SAID = 30;
const TEXT = 4_000;

/** Two processes, each with its own logic: what one of them holds the other may change. */
describe('messages of a hot conversation, held after their commit', () => {
  let realm: Realm;
  let taps: Tap[];
  let people: Session[];
  beforeAll(async () => {
    realm = await openRealm('one process', {
      gateways: 2,
      env: { PARLEY_SOCKET_EVENTS_PER_SECOND: '5000' },
      through: async (databases) => {
        taps = await Promise.all(databases.shards.map(openTap));
        return { ...databases, shards: taps.map(({ url }) => url) };
      },
    });
    people = await mintSessions(realm.env, PEOPLE);
  });
  afterAll(async () => {
    await realm.close();
    await Promise.all(taps.map((tap) => tap.close()));
  });

  const urlOf = (process: 0 | 1): string => realm.server.urls[process] ?? realm.url;
  const person = (index: number): Session => {
    const found = people.at(index);
    if (found === undefined) throw new Error('nobody');
    return found;
  };
  async function call<T>(process: 0 | 1, who: Session, [method, path, body]: [string, string, unknown?]): Promise<T> {
    const answer = await rest<T>(urlOf(process), who, { method, path, ...(body === undefined ? {} : { body }) });
    expect(answer.status).toBe(200);
    return answer.body;
  }
  const ids = (some: readonly Session[]): string[] => some.map(({ userId }) => userId);
  const connect = (index: number, process: 0 | 1): Promise<TestDevice> =>
    TestDevice.connect(urlOf(process), person(index));

  /** Made, and spoken in, through the first process. */
  async function hotGroup(members: readonly Session[], said = SAID): Promise<string> {
    const body = { kind: 'group', key: newClientMsgId(), name: 'hot', userIds: ids(members) };
    const { conversationId } = await call<ChatListItem>(0, person(0), ['POST', '/conversations', body]);
    const device = await connect(0, 0);
    for (const number of range(1, said)) await device.send(`${number} ${'x'.repeat(TEXT)}`, { conversationId });
    device.close();
    return conversationId;
  }

  async function pull(device: TestDevice, conversationId: string): Promise<TimelineSync | undefined> {
    const asked = { conversationId, lastSeq: 1, lastRev: 1 };
    return (await device.call('sync.batch', { syncs: [asked] })).syncs[0];
  }

  /** What the shards were asked and how much they answered, with what else runs. */
  async function measured(act: () => Promise<unknown>): Promise<{ bytes: number; statements: number }> {
    await sleep(200);
    taps.forEach((tap) => tap.take());
    const before = taps.reduce((sum, tap) => sum + tap.answeredBytes(), 0);
    await act();
    const bytes = taps.reduce((sum, tap) => sum + tap.answeredBytes(), 0) - before;
    const names = taps.flatMap((tap) => tap.take());
    return {
      bytes,
      statements: names.filter((name) => /^(timeline|purged|changed|messages|own_re)/.test(name)).length,
    };
  }

  it('are read from the table by none of the many who pull them at the same moment', async () => {
    const conversationId = await hotGroup(people.slice(1));
    const readers = (process: 0 | 1): Promise<TestDevice[]> =>
      Promise.all(range(1, READERS).map((index) => connect(index, process)));
    const [here, there] = [await readers(0), await readers(1)];
    const all = async (devices: readonly TestDevice[]): Promise<void> => {
      const pages = await Promise.all(devices.map((device) => pull(device, conversationId)));
      for (const page of pages) {
        expect(page?.messages.map(({ seq }) => seq)).toEqual(range(2, SAID + 1));
        expect(page?.messages.every(({ content, seq }) => content.text === `${seq - 1} ${'x'.repeat(TEXT)}`)).toBe(
          true,
        );
      }
    };
    const bodies = READERS * SAID * TEXT;
    // The other process has heard of none of them: this is what it costs without.
    const without = await measured(() => all(there));
    const held = await measured(() => all(here));
    expect(without.bytes).toBeGreaterThan(bodies);
    expect(held.bytes).toBeLessThan(bodies / 10);
    expect(held.statements).toBe(without.statements);
    console.log(
      `hot messages: ${READERS} pulls of ${SAID} messages of ${TEXT} B: ${without.bytes} B from the shards without, ${held.bytes} B with, ` +
        `${held.statements / READERS} statements a pull either way`,
    );
    // And the newest page, as one who opens it asks for it.
    const path = `/conversations/${conversationId}/messages?limit=${SAID}`;
    const opened = await measured(() =>
      Promise.all(range(1, READERS).map((index) => call<HistoryPage>(0, person(index), ['GET', path]))),
    );
    expect(opened.bytes).toBeLessThan(bodies / 10);
    // Once somebody speaks through the other process too, it reads them once.
    await there[0]?.send('from here, too', { conversationId });
    await there[0]?.call('sync.batch', { syncs: [{ conversationId, lastSeq: 1, lastRev: 1 }] });
    const now = await measured(() => Promise.all(there.map((device) => pull(device, conversationId))));
    expect(now.bytes).toBeLessThan(bodies / 10);
    [...here, ...there].forEach((device) => device.close());
  });

  it('are never shown as they were before a change, through whichever process that was made', async () => {
    const conversationId = await hotGroup(people.slice(1), 10);
    const at = (seq: number, act = ''): string => `/conversations/${conversationId}/messages/${seq}${act}`;
    const device = await connect(1, 0);
    await pull(device, conversationId);
    const edit = { content: { type: 'text', text: 'edited elsewhere' } };
    await call(1, person(0), ['PATCH', at(3), edit]);
    await call(1, person(0), ['POST', at(4, '/recall')]);
    await call(1, person(2), ['PUT', at(5, `/reactions/${encodeURIComponent('🎉')}`)]);
    const shown = (messages: readonly Message[] = []): unknown[] =>
      messages
        .filter(({ seq }) => seq >= 3 && seq <= 5)
        .map(({ content, reactions }) => [content.text, content.type, reactions?.length]);
    const expected = [
      ['edited elsewhere', 'text', undefined],
      [undefined, 'recalled', undefined],
      [`4 ${'x'.repeat(TEXT)}`, 'text', 1],
    ];
    expect(shown((await pull(device, conversationId))?.messages)).toEqual(expected);
    // Held anew as it is now, and changed once more.
    await call(1, person(0), ['PATCH', at(3), { content: { type: 'text', text: 'and again' } }]);
    // What many ask for that had looked before: changes alone.
    const behind = { conversationId, lastSeq: 11, lastRev: 1 };
    const { syncs } = await device.call('sync.batch', { syncs: [{ ...behind, lastSeq: 1 }, behind] });
    expect(syncs.map(({ messages, changed }) => [messages.length, changed.map(({ seq }) => seq)])).toEqual([
      [0, [3, 4, 5]],
    ]);
    expect(syncs[0]?.changed[0]?.content.text).toBe('and again');
    const again = await pull(device, conversationId);
    expect(again?.messages.find(({ seq }) => seq === 3)?.content.text).toBe('and again');
    const path = `/conversations/${conversationId}/messages?limit=20`;
    const [here, there] = await Promise.all(
      ([0, 1] as const).map((process) => call<HistoryPage>(process, person(1), ['GET', path])),
    );
    expect(here).toEqual(there);
    device.close();
  });

  it('are shown to each as far as they may see them, as if nothing were held', async () => {
    const [member, former, newcomer, stranger] = [1, 2, -1, -2];
    const conversationId = await hotGroup(people.slice(1, -2), 10);
    const act = (path: string): string => `/conversations/${conversationId}${path}`;
    await call(0, person(member), ['POST', act('/hide'), { seqs: [4, 6] }]);
    await call(0, person(0), ['DELETE', act(`/members/${person(former).userId}`)]);
    await call(0, person(0), ['POST', act('/members'), { userIds: ids([person(newcomer)]) }]);
    const device = await connect(0, 0);
    await device.send('after all that', { conversationId });
    // The one who has left sees it as it was on their last day.
    await call(0, person(0), ['PATCH', act('/messages/5'), { content: { type: 'text', text: 'changed since' } }]);
    await call(0, person(0), ['PUT', act(`/messages/7/reactions/${encodeURIComponent('👍')}`)]);
    const seen: (number[] | undefined)[] = [];
    for (const who of [0, member, former, newcomer, stranger]) {
      const [here, there] = await Promise.all([connect(who, 0), connect(who, 1)]);
      const [held, read] = [await pull(here, conversationId), await pull(there, conversationId)];
      expect(held).toEqual(read);
      seen.push(held?.messages.map(({ seq }) => seq));
      const five = held?.messages.find(({ seq }) => seq === 5)?.content.text;
      if (five !== undefined) expect(five === 'changed since').toBe(who !== former);
      [here, there].forEach((one) => one.close());
    }
    // 12: he was taken out; 13: the newcomer came; 14: what was said after.
    expect(seen).toEqual([range(2, 14), [2, 3, 5, 7, 8, 9, 10, 11, 12, 13, 14], range(2, 11), [13, 14], undefined]);
    device.close();
  });

  it('are gone with their purge, though a process still holds them', async () => {
    const conversationId = await hotGroup(people.slice(1), 6);
    const device = await connect(1, 0);
    await until('it is served', async () => (await pull(device, conversationId))?.messages.length === 6);
    for (const url of realm.databases.shards) {
      await query(url, 'update conversation set served_from_seq = 5 where id = $1', [conversationId]);
    }
    expect((await pull(device, conversationId))?.messages.map(({ seq }) => seq)).toEqual([5, 6, 7]);
    device.close();
  });
});
