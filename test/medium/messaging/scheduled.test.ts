import type { ChatListItem, HistoryPage, KnownEntry, Scheduled, ScheduledPage, SyncPage } from '@parley/contract';
import { LIMITS } from '@parley/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newClientMsgId, rest, type RestAnswer, type Session, TestDevice } from '../../support/device.js';
import { query } from '../../support/query.js';
import { SHAPES, startProcess } from '../../support/server.js';
import { sleep, until } from '../../support/wait.js';
import { openRealm, type Realm } from '../support/realm.js';
import { range, storedMessages } from '../support/wire.js';

type Coded<T> = RestAnswer<T & { code?: string }>;
const codeOf = ({ body }: Coded<object>): string => body.code ?? 'OK';
const LATER = 600_000;

describe.each(SHAPES)('messages that are sent later (%s)', (shape) => {
  let realm: Realm;
  beforeAll(async () => {
    realm = await openRealm(shape, { gateways: 2 });
  });
  afterAll(() => realm.close());

  const call = <T = Scheduled>(who: Session, route: string, body?: unknown): Promise<Coded<T>> => {
    const [method = '', path = ''] = route.split(' ');
    return rest(realm.url, who, { method, path, ...(body === undefined ? {} : { body }) });
  };
  const text = (said: string): { type: 'text'; text: string } => ({ type: 'text', text: said });
  type Made = { id?: string; key?: string; inMs?: number };
  const schedule = (
    who: Session,
    said: string,
    { id = who.conversationId, key = newClientMsgId(), inMs = LATER }: Made = {},
  ): Promise<Coded<Scheduled>> =>
    call(who, `POST /conversations/${id}/scheduled`, {
      clientMsgId: key,
      content: text(said),
      sendAt: Date.now() + inMs,
    });
  const listed = async (who: Session, search = ''): Promise<Scheduled[]> =>
    (await call<ScheduledPage>(who, `GET /scheduled${search}`)).body.scheduled;
  const history = async (who: Session, id = who.conversationId): Promise<HistoryPage> =>
    (await call<HistoryPage>(who, `GET /conversations/${id}/messages`)).body;
  const texts = async (who: Session, id = who.conversationId): Promise<string[]> =>
    (await history(who, id)).messages.flatMap(({ content }) => (content.type === 'text' ? [content.text ?? ''] : []));
  const group = async (owner: Session, others: readonly Session[]): Promise<string> => {
    const userIds = others.map(({ userId }) => userId);
    const body = { kind: 'group', key: newClientMsgId(), name: 'later', userIds };
    return (await call<ChatListItem>(owner, 'POST /conversations', body)).body.conversationId;
  };
  /** What the tables say; the row stands on its owner's shard. */
  const rowsOf = async (userId: string): Promise<{ state: string; content: unknown; failure: string | null }[]> => {
    const found = await Promise.all(
      realm.databases.shards.map((url) =>
        query<{ state: string; content: unknown; failure: string | null }>(
          url,
          'select state, content, failure from scheduled_message where user_id = $1 order by scheduled_id',
          [userId],
        ),
      ),
    );
    return found.flat();
  };
  const change = async (scheduledId: string, set: string): Promise<void> => {
    for (const url of realm.databases.shards)
      await query(url, `update scheduled_message set ${set} where scheduled_id = $1`, [scheduledId]);
  };
  const isSent = async (scheduledId: string): Promise<boolean> => {
    const sent = `select 1 from scheduled_message where scheduled_id = $1 and state = 'sent'`;
    const found = await Promise.all(realm.databases.shards.map((url) => query(url, sent, [scheduledId])));
    return found.flat().length === 1;
  };
  /** As after a downtime of so long. */
  const makeLate = (scheduledId: string, late: string): Promise<void> =>
    change(scheduledId, `send_at = now() - interval '${late}', next_at = now()`);
  const entriesOf = (device: TestDevice): Extract<KnownEntry, { kind: 'scheduled' }>[] =>
    [...device.pushed.values()].flatMap((entry) => (entry.kind === 'scheduled' ? [entry] : []));

  it('is nobody else’s until its time, then sent once, within a second, to everybody as any message', async () => {
    const [lin, wang] = realm.pair();
    const phone = await TestDevice.connect(realm.server.urls[1] ?? realm.url, realm.tokens.another(lin, 'd_lin_phone'));
    const other = await TestDevice.connect(realm.url, wang);
    const key = newClientMsgId();
    const made = (await schedule(lin, 'good morning', { key, inMs: 4_000 })).body;
    expect(made).toMatchObject({ state: 'waiting', version: 1, clientMsgId: key, content: text('good morning') });
    expect(await listed(lin)).toEqual([made]);
    expect(await listed(wang)).toEqual([]);
    await until('my other device is told', () => entriesOf(phone).length === 1);
    expect(entriesOf(phone)[0]).toMatchObject({ scheduledId: made.scheduledId, scheduled: made });
    expect(await texts(wang)).toEqual([]);
    const message = await other.untilText('good morning');
    expect(message).toMatchObject({ senderId: lin.userId, clientMsgId: key, seq: 1 });
    expect(message.sentAt - made.sendAt).toBeGreaterThanOrEqual(0);
    // A second by its clock; the rest is for a busy machine.
    expect(message.sentAt - made.sendAt).toBeLessThan(5_000);
    await until('my other device hears of the end', () => entriesOf(phone).length === 2);
    const sent = { state: 'sent', version: 2, content: null, sent: { messageId: message.messageId, seq: 1 } };
    expect(entriesOf(phone)[1]?.scheduled).toMatchObject(sent);
    await phone.untilText('good morning');
    expect(await listed(lin)).toEqual([]);
    // A late retry of the scheduling, and of the send: the same message.
    expect((await schedule(lin, 'good morning', { key, inMs: 4_000 })).body).toMatchObject(sent);
    const again = { clientMsgId: key, content: text('good morning') };
    expect((await call(lin, `POST /conversations/${lin.conversationId}/messages`, again)).body).toMatchObject({
      messageId: message.messageId,
      seq: 1,
    });
    expect(await texts(wang)).toEqual(['good morning']);
    expect(other.messages).toHaveLength(1);
    phone.close();
    other.close();
  });

  it('what live devices are told is what a refetch gives: entries, list and rows agree', async () => {
    const [lin] = realm.pair();
    const device = await TestDevice.connect(realm.url, lin);
    const all = await Promise.all(range(1, 5).map((count) => schedule(lin, `later ${count}`, { inMs: LATER + count })));
    const ids = all.map(({ body }) => body.scheduledId);
    const [first = '', second = '', third = ''] = ids;
    await call(lin, `PATCH /scheduled/${first}`, { content: text('other words') });
    await call(lin, `PATCH /scheduled/${second}`, { sendAt: Date.now() + 2 * LATER });
    await call(lin, `DELETE /scheduled/${third}`);
    await makeLate(ids[3] ?? '', '2 hours');
    await until('all was told', () => entriesOf(device).length === 9);
    const latest = new Map(entriesOf(device).map(({ scheduledId, scheduled }) => [scheduledId, scheduled]));
    const live = [...latest.values()].flatMap((row) => row ?? []);
    expect(latest.get(third)).toBeNull();
    expect(await listed(lin)).toEqual(live.toSorted((a, b) => a.sendAt - b.sendAt));
    const pulled = (await call<SyncPage>(lin, 'GET /sync?incarnation=0&lastSeq=0&limit=500')).body.entries;
    for (const entry of pulled) {
      if (entry.kind === 'scheduled') expect(entry.scheduled).toEqual(latest.get(entry.scheduledId));
    }
    expect(pulled.filter(({ kind }) => kind === 'scheduled')).toHaveLength(9);
    const [one, two] = [await listed(lin, '?limit=2'), (await call<ScheduledPage>(lin, 'GET /scheduled?limit=2')).body];
    expect(one.map(({ scheduledId }) => scheduledId)).toEqual(two.scheduled.map(({ scheduledId }) => scheduledId));
    expect((await listed(lin, `?limit=3&after=${two.next}`)).length).toBe(2);
    device.close();
  });

  it('several workers share what is due: each message once', async () => {
    const [lin, wang] = realm.pair();
    const helper = await startProcess('worker', realm.env);
    const said = range(1, 60).map((count) => `due ${count}`);
    const made = await Promise.all(said.map((one, index) => schedule(lin, one, { inMs: 5_000 + index })));
    expect(made.map(codeOf)).toEqual(said.map(() => 'OK'));
    const stored = async (): Promise<string[]> =>
      (await storedMessages(realm.databases, wang.conversationId)).map((message) => message.text ?? '');
    await until('all are sent', async () => (await stored()).length >= said.length);
    await sleep(1_500);
    expect((await stored()).toSorted()).toEqual(said.toSorted());
    expect((await rowsOf(lin.userId)).map(({ state }) => state)).toEqual(said.map(() => 'sent'));
    helper.signal('SIGTERM');
    await helper.exited;
  });

  it('changing, deleting and sending at once agree on one end: what was changed is what is sent, what was deleted is not', async () => {
    const [lin, wang] = realm.pair();
    const ends = await Promise.all(
      range(0, 39).map(async (index) => {
        const { scheduledId, sendAt } = (await schedule(lin, `old ${index}`, { inMs: 4_000 })).body;
        // Around its time, whatever the machine is busy with: the first one well before, the last one when it is sent.
        if (index < 39) await sleep(sendAt - 1_500 + 60 * index - Date.now());
        else await until('it is sent', () => isSent(scheduledId));
        const act =
          index % 2 === 0
            ? call(lin, `DELETE /scheduled/${scheduledId}`)
            : call(lin, `PATCH /scheduled/${scheduledId}`, { content: text(`new ${index}`) });
        const [acted] = await Promise.all([act, index % 3 === 0 && call(lin, `POST /scheduled/${scheduledId}/send`)]);
        return { index, code: codeOf(acted) };
      }),
    );
    await until('nothing is on its way', async () =>
      (await rowsOf(lin.userId)).every(({ state }) => state === 'sent' || state === 'deleted'),
    );
    const expected = ends.flatMap(({ index, code }) => {
      expect(['OK', 'SCHEDULED_SENT']).toContain(code);
      if (code !== 'OK') return [`old ${index}`];
      return index % 2 === 0 ? [] : [`new ${index}`];
    });
    expect((await texts(wang)).toSorted()).toEqual(expected.toSorted());
    // Both ends were met, or the race was none.
    expect(new Set(ends.map(({ code }) => code)).size).toBe(2);
  });

  it('is missed, not sent, when its time was over for more than an hour; its owner sends it after all, or deletes it', async () => {
    const [lin, wang] = realm.pair();
    const device = await TestDevice.connect(realm.url, lin);
    const [a, b, c] = (await Promise.all(['one', 'two', 'three'].map((said) => schedule(lin, said)))).map(
      ({ body }) => body.scheduledId,
    );
    await makeLate(a ?? '', '61 minutes');
    await makeLate(b ?? '', '3 days');
    await makeLate(c ?? '', '59 minutes');
    await until('each has its end', () => entriesOf(device).length === 6);
    expect((await listed(lin)).map(({ state, content }) => [state, content?.text])).toEqual([
      ['missed', 'two'],
      ['missed', 'one'],
    ]);
    expect(await texts(wang)).toEqual(['three']);
    expect((await call(lin, `POST /scheduled/${a}/send`)).body).toMatchObject({ state: 'sent', sent: { seq: 2 } });
    expect((await call(lin, `POST /scheduled/${a}/send`)).body).toMatchObject({ state: 'sent', sent: { seq: 2 } });
    expect(codeOf(await call(lin, `PATCH /scheduled/${a}`, { content: text('too late') }))).toBe('SCHEDULED_SENT');
    expect((await call(lin, `PATCH /scheduled/${b}`, { sendAt: Date.now() + LATER })).body.state).toBe('waiting');
    for (const _ of [1, 2]) expect(codeOf(await call(lin, `DELETE /scheduled/${b}`))).toBe('OK');
    expect(codeOf(await call(lin, `POST /scheduled/${b}/send`))).toBe('SCHEDULED_NOT_FOUND');
    expect(await listed(lin)).toEqual([]);
    expect(await texts(wang)).toEqual(['three', 'one']);
    expect((await rowsOf(lin.userId)).map(({ content }) => content)).toEqual([null, null, null]);
    device.close();
  });

  it('one whose worker died is not given up before it is known whether it was stored', async () => {
    const [lin, wang] = realm.pair();
    const key = newClientMsgId();
    const { scheduledId } = (await schedule(lin, 'stored before the crash', { key })).body;
    await call(lin, `POST /conversations/${lin.conversationId}/messages`, {
      clientMsgId: key,
      content: text('stored before the crash'),
    });
    const lost = (await schedule(lin, 'never stored')).body.scheduledId;
    await change(scheduledId, `state = 'sending'`);
    await change(lost, `state = 'sending'`);
    await makeLate(scheduledId, '2 hours');
    await makeLate(lost, '2 hours');
    await until('both have their end', async () =>
      (await rowsOf(lin.userId)).every(({ state }) => state !== 'sending'),
    );
    expect((await rowsOf(lin.userId)).map(({ state }) => state)).toEqual(['sent', 'missed']);
    expect(await texts(wang)).toEqual(['stored before the crash']);
  });

  it('is refused, with nothing stored, when its sender may not say it any more', async () => {
    const [lin, wang] = realm.pair();
    const [gao] = realm.pair();
    const id = await group(lin, [wang, gao]);
    const device = await TestDevice.connect(realm.url, wang);
    const mine = (await schedule(wang, 'SECRET', { id })).body;
    const before = (await history(lin, id)).head.seq;
    await call(lin, `DELETE /conversations/${id}/members/${wang.userId}`);
    expect((await call(wang, `POST /scheduled/${mine.scheduledId}/send`)).body).toMatchObject({
      state: 'failed',
      failure: 'CONVERSATION_NOT_FOUND',
    });
    // In one statement: a worker that claims it between two has its state taken away.
    await change(
      mine.scheduledId,
      `state = 'waiting', failure = null, send_at = now() - interval '1 minute', next_at = now()`,
    );
    await until('it failed by itself, too', () => entriesOf(device).length === 3);
    expect(await listed(wang)).toMatchObject([{ state: 'failed', failure: 'CONVERSATION_NOT_FOUND' }]);
    const gone = (await schedule(gao, 'SECRET', { id })).body.scheduledId;
    await query(realm.databases.directory, `update app_user set status = 'disabled' where id = $1`, [gao.userId]);
    await makeLate(gone, '1 minute');
    await until('it failed', async () => (await rowsOf(gao.userId))[0]?.state === 'failed');
    expect((await rowsOf(gao.userId))[0]?.failure).toBe('USER_DISABLED');
    expect((await history(lin, id)).head.seq).toBe(before + 1);
    // Back in the group, it may be said.
    await call(lin, `POST /conversations/${id}/members`, { userIds: [wang.userId] });
    expect((await call(wang, `POST /scheduled/${mine.scheduledId}/send`)).body.state).toBe('sent');
    device.close();
  });

  it('a retry is the same one, whatever became of it; other words under its key are a conflict', async () => {
    const [lin] = realm.pair();
    const key = newClientMsgId();
    const sendAt = Date.now() + LATER;
    const ask = (said: string, at = sendAt): Promise<Coded<Scheduled>> =>
      call(lin, `POST /conversations/${lin.conversationId}/scheduled`, {
        clientMsgId: key,
        content: text(said),
        sendAt: at,
      });
    const answers = await Promise.all(range(1, 10).map(() => ask('once')));
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    expect(await listed(lin)).toHaveLength(1);
    expect([codeOf(await ask('twice')), codeOf(await ask('once', sendAt + 1))]).toEqual(['CONFLICT', 'CONFLICT']);
    const id = answers[0]?.body.scheduledId;
    const changed = (await call(lin, `PATCH /scheduled/${id}`, { content: text('changed') })).body;
    expect((await ask('once')).body).toEqual(changed);
    await call(lin, `DELETE /scheduled/${id}`);
    expect(codeOf(await ask('once'))).toBe('SCHEDULED_NOT_FOUND');
    expect(await listed(lin)).toEqual([]);
  });

  it('what is wrong is refused with a code, and nothing of it is stored', async () => {
    const [lin, wang] = realm.pair();
    const [stranger] = realm.pair();
    const made = (await schedule(lin, 'hello')).body;
    const own = `/scheduled/${made.scheduledId}`;
    const post = `POST /conversations/${lin.conversationId}/scheduled`;
    const body = { clientMsgId: newClientMsgId(), content: text('x'), sendAt: Date.now() + LATER };
    const long = text('x'.repeat(LIMITS.textCodePoints + 1));
    const year = Date.now() + LIMITS.scheduledAheadMs + 60_000;
    const cases: [Session, string, unknown, string][] = [
      [lin, post, { ...body, content: text(' ') }, 'TEXT_EMPTY'],
      [lin, post, { ...body, content: long }, 'TEXT_TOO_LONG'],
      [lin, post, { ...body, content: text('a\0b') }, 'TEXT_INVALID'],
      [lin, post, { ...body, content: { type: 'system', system: {} } }, 'BAD_REQUEST'],
      [lin, post, { ...body, clientMsgId: 'short' }, 'BAD_REQUEST'],
      [lin, post, { ...body, sendAt: '2030-01-01' }, 'BAD_REQUEST'],
      [lin, post, { ...body, sendAt: 1.5 }, 'BAD_REQUEST'],
      [lin, post, { ...body, state: 'sent' }, 'BAD_REQUEST'],
      [lin, post, { ...body, sendAt: Date.now() - 300_000 }, 'SCHEDULE_TIME_INVALID'],
      [lin, post, { ...body, sendAt: 0 }, 'SCHEDULE_TIME_INVALID'],
      [lin, post, { ...body, sendAt: year }, 'SCHEDULE_TIME_INVALID'],
      [stranger, post, body, 'CONVERSATION_NOT_FOUND'],
      [lin, `PATCH ${own}`, {}, 'BAD_REQUEST'],
      [lin, `PATCH ${own}`, { content: text('') }, 'TEXT_EMPTY'],
      [lin, `PATCH ${own}`, { content: long }, 'TEXT_TOO_LONG'],
      [lin, `PATCH ${own}`, { sendAt: 0 }, 'SCHEDULE_TIME_INVALID'],
      [lin, `PATCH ${own}`, { sendAt: year }, 'SCHEDULE_TIME_INVALID'],
      [lin, `PATCH ${own}`, { conversationId: '1' }, 'BAD_REQUEST'],
      [wang, `PATCH ${own}`, { content: text('mine now') }, 'SCHEDULED_NOT_FOUND'],
      [wang, `DELETE ${own}`, undefined, 'SCHEDULED_NOT_FOUND'],
      [wang, `POST ${own}/send`, undefined, 'SCHEDULED_NOT_FOUND'],
      [lin, 'POST /scheduled/0/send', undefined, 'BAD_REQUEST'],
      [lin, 'DELETE /scheduled/1', undefined, 'SCHEDULED_NOT_FOUND'],
      [lin, 'GET /scheduled?limit=0', undefined, 'BAD_REQUEST'],
      [lin, 'GET /scheduled?after=x', undefined, 'BAD_REQUEST'],
    ];
    for (const [who, route, given, code] of cases) {
      expect([route, given, codeOf(await call(who, route, given))]).toEqual([route, given, code]);
    }
    expect(await listed(lin)).toEqual([made]);
    expect([await rowsOf(wang.userId), await rowsOf(stranger.userId)]).toEqual([[], []]);
    expect(await texts(lin)).toEqual([]);
  });

  it('only so many wait for one person, however many come at once', async () => {
    const [lin] = realm.pair();
    for (const url of realm.databases.shards) {
      const holds = await query(url, 'select 1 from chat_list where user_id = $1', [lin.userId]);
      if (holds.length === 0) continue;
      await query(
        url,
        `insert into scheduled_message (user_id, scheduled_id, conversation_id, send_at, next_at, created_at, changed_at, state, client_msg_id, content)
         select $1, n, $2, now() + interval '1 day', now() + interval '1 day', now(), now(), 'waiting', 'filler_' || n, '{"type":"text","text":"x"}'
           from generate_series(1, $3) n`,
        [lin.userId, lin.conversationId, LIMITS.scheduledPerUser - 5],
      );
    }
    const codes = (await Promise.all(range(1, 12).map((count) => schedule(lin, `more ${count}`)))).map(codeOf);
    expect(codes.toSorted()).toEqual([...range(1, 5).map(() => 'OK'), ...range(1, 7).map(() => 'SCHEDULED_FULL')]);
  });
});
