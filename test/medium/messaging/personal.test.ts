import type { ChatListItem, ChatListPage, Draft, Personal, SyncPage } from '@parley/contract';
import { LIMITS } from '@parley/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rest, type RestAnswer, type Session, TestDevice } from '../../support/device.js';
import { query } from '../../support/query.js';
import { SHAPES } from '../../support/server.js';
import { until } from '../../support/wait.js';
import { openRealm, type Realm } from '../support/realm.js';

const NOWHERE = '4611686018427387904';
const NEVER = 8.64e15;

describe.each(SHAPES)('what is personal about a conversation (%s)', (shape) => {
  let realm: Realm;
  beforeAll(async () => {
    realm = await openRealm(shape, { gateways: 2 });
  });
  afterAll(() => realm.close());

  const pathOf = (id: string, part: string): string => `/conversations/${id}/${part}`;
  const set = (me: Session, body: unknown, id = me.conversationId): Promise<RestAnswer<Personal & { code?: string }>> =>
    rest(realm.url, me, { method: 'PATCH', path: pathOf(id, 'personal'), body });
  const type = (me: Session, body: unknown, id = me.conversationId): Promise<RestAnswer<Draft & { code?: string }>> =>
    rest(realm.url, me, { method: 'PUT', path: pathOf(id, 'draft'), body });
  const list = async (me: Session): Promise<ChatListItem[]> =>
    (await rest<ChatListPage>(realm.url, me, { path: '/conversations' })).body.items;
  const row = async (me: Session): Promise<ChatListItem | undefined> =>
    (await list(me)).find(({ conversationId }) => conversationId === me.conversationId);

  /** Two devices of one person, on two gateways, and the other person. */
  async function devices(): Promise<{ a: TestDevice; b: TestDevice; lin: Session; wang: Session }> {
    const [lin, wang] = realm.pair();
    const b = realm.tokens.another(lin, 'd_lin_elsewhere');
    return {
      lin,
      wang,
      a: await TestDevice.connect(realm.url, lin),
      b: await TestDevice.connect(realm.server.urls[1] ?? realm.url, b),
    };
  }

  function personalOn(device: TestDevice): Personal | undefined {
    return [...device.pushed.values()].findLast((entry) => entry.kind === 'personal')?.personal;
  }

  it('is pushed to the other device, is in the list, and the same when it is pulled', async () => {
    const { a, b, lin, wang } = await devices();
    await a.send('hello');
    const steps = [{ pinned: true }, { muteUntil: NEVER }, { hiddenSeq: 1 }, { unreadSeq: 99 }, { pinned: false }];
    for (const step of steps) {
      const { status, body } = await set(lin, step);
      expect(status).toBe(200);
      for (const device of [a, b]) await until('it is told', () => personalOn(device)?.version === body.version);
      expect(personalOn(b)).toEqual(body);
      expect((await row(lin))?.personal).toEqual(body);
    }
    expect(personalOn(b)).toMatchObject({ pinnedAt: null, muteUntil: NEVER, hiddenSeq: 1, unreadSeq: 1 });
    // For nobody else.
    expect((await row(wang))?.personal).toMatchObject({ version: 0, muteUntil: null });
    const { incarnation, inboxSeq } = await b.heartbeat();
    const pulled = await b.call('sync.pull', { incarnation, lastSeq: 0, limit: 100 });
    expect(pulled.entries.map((entry) => entry.inboxSeq)).toEqual(Array.from({ length: inboxSeq }, (_, at) => at + 1));
    for (const [place, entry] of b.pushed) expect(pulled.entries[place - 1]).toEqual(entry);
    [a, b].forEach((device) => device.close());
  });

  it('the same again changes nothing and tells nothing', async () => {
    const { a, b, lin } = await devices();
    const first = await set(lin, { pinned: true });
    const head = (await a.heartbeat()).inboxSeq;
    expect((await set(lin, { pinned: true })).body).toEqual(first.body);
    expect((await set(lin, { hiddenSeq: null, unreadSeq: null })).body).toEqual(first.body);
    expect((await a.heartbeat()).inboxSeq).toBe(head);
    [a, b].forEach((device) => device.close());
  });

  it('changes from two devices at once end alike everywhere, with no place skipped', async () => {
    const { a, b, lin } = await devices();
    const changes = Array.from({ length: 30 }, (_, at) =>
      at % 2 === 0 ? { pinned: at % 4 === 0 } : { muteUntil: NEVER - at },
    );
    await Promise.all(changes.map((change) => set(lin, change)));
    const { incarnation, inboxSeq } = await a.heartbeat();
    await until('all are told', () => b.pushed.size === inboxSeq);
    const { entries } = await a.call('sync.pull', { incarnation, lastSeq: 0, limit: 100 });
    const newest = entries.flatMap((entry) => (entry.kind === 'personal' ? [entry.personal] : [])).at(-1);
    expect((await row(lin))?.personal).toEqual(newest);
    expect(personalOn(b)).toEqual(newest);
    [a, b].forEach((device) => device.close());
  });

  it('pinned ones come first by pin, hidden ones last, and pages go on where they ended', async () => {
    const [lin] = realm.pair();
    const others = [realm.pair(), realm.pair(), realm.pair()].map(([one]) => one);
    const ids: string[] = [];
    for (const { userId } of others) {
      const body = { kind: 'direct', userId };
      ids.push(
        (await rest<ChatListItem>(realm.url, lin, { method: 'POST', path: '/conversations', body })).body
          .conversationId,
      );
    }
    const device = await TestDevice.connect(realm.url, lin);
    const [first = '', second = '', third = ''] = ids;
    for (const conversationId of [lin.conversationId, third, second, first]) {
      await device.send('order', { conversationId });
    }
    const order = async (): Promise<string[]> => (await list(lin)).map(({ conversationId }) => conversationId);
    expect(await order()).toEqual([first, second, third, lin.conversationId]);
    await set(lin, { pinned: true }, third);
    await set(lin, { pinned: true }, lin.conversationId);
    await set(lin, { hiddenSeq: 1 }, first);
    expect(await order()).toEqual([lin.conversationId, third, second, first]);
    const paged: string[] = [];
    for (let after: string | null = ''; after !== null;) {
      const path: string = `/conversations?limit=1${after === '' ? '' : `&after=${after}`}`;
      const page: ChatListPage = (await rest<ChatListPage>(realm.url, lin, { path })).body;
      paged.push(...page.items.map(({ conversationId }) => conversationId));
      after = page.next;
    }
    expect(paged).toEqual(await order());
    await device.send('it comes back', { conversationId: first });
    expect(await order()).toEqual([lin.conversationId, third, first, second]);
    device.close();
  });

  it('a draft is on the other device, the later one counts, and what was typed before it is refused', async () => {
    const { a, b, lin, wang } = await devices();
    const now = Date.now();
    const drafts = (device: TestDevice): string[] =>
      [...device.pushed.values()].flatMap((entry) => (entry.kind === 'draft' ? [entry.draft.text] : []));
    expect((await type(lin, { text: '明天', updatedAt: now - 1_000 })).body).toEqual({
      text: '明天',
      updatedAt: now - 1_000,
    });
    await until('it is told', () => drafts(b).includes('明天'));
    const late = await type(lin, { text: 'typed offline, before', updatedAt: now - 60_000 });
    expect([late.status, late.body.text]).toEqual([200, '明天']);
    // A clock that is an hour ahead wins no hour.
    const skewed = await type(lin, { text: 'ahead', updatedAt: now + 3_600_000 });
    expect(skewed.body.text).toBe('ahead');
    expect(skewed.body.updatedAt).toBeLessThanOrEqual(Date.now());
    expect((await row(lin))?.draft).toEqual(skewed.body);
    expect((await row(wang))?.draft).toBeNull();
    const cleared = await type(lin, { text: '', updatedAt: Date.now() + 5 });
    await until('it is gone', () => drafts(b).at(-1) === '');
    expect((await row(lin))?.draft?.text ?? '').toBe('');
    // Pulled, every place says what counts now: an older text is kept nowhere.
    const { incarnation } = await a.heartbeat();
    const { entries }: SyncPage = await a.call('sync.pull', { incarnation, lastSeq: 0, limit: 100 });
    expect(entries.map((entry) => entry.kind === 'draft' && entry.draft)).toEqual(entries.map(() => cleared.body));
    [a, b].forEach((device) => device.close());
  });

  it('what can not be is refused with its code, and nothing is stored', async () => {
    const [lin] = realm.pair();
    const [stranger] = realm.pair();
    const good = { text: 'x', updatedAt: 1 };
    const cases: [string, Promise<RestAnswer<{ code?: string }>>, number, string][] = [
      ['nothing', set(lin, {}), 400, 'BAD_REQUEST'],
      ['unknown', set(lin, { pinned: true, version: 7 }), 400, 'BAD_REQUEST'],
      ['a pin by time', set(lin, { pinnedAt: 5 }), 400, 'BAD_REQUEST'],
      ['a word', set(lin, { pinned: 'yes' }), 400, 'BAD_REQUEST'],
      ['a negative seq', set(lin, { hiddenSeq: -1 }), 400, 'BAD_REQUEST'],
      ['half a seq', set(lin, { unreadSeq: 1.5 }), 400, 'BAD_REQUEST'],
      ['no moment', set(lin, { muteUntil: 8.64e15 + 1 }), 400, 'BAD_REQUEST'],
      ['nowhere', set(lin, { pinned: true }, NOWHERE), 404, 'CONVERSATION_NOT_FOUND'],
      ['not mine', set(lin, { pinned: true }, stranger.conversationId), 404, 'CONVERSATION_NOT_FOUND'],
      ['not mine to hide', set(lin, { hiddenSeq: 1 }, stranger.conversationId), 404, 'CONVERSATION_NOT_FOUND'],
      ['not an id', set(lin, { pinned: true }, 'abc'), 400, 'BAD_REQUEST'],
      ['no text', type(lin, { updatedAt: 1 }), 400, 'BAD_REQUEST'],
      ['no time', type(lin, { text: 'x' }), 400, 'BAD_REQUEST'],
      ['a time as text', type(lin, { text: 'x', updatedAt: 'now' }), 400, 'BAD_REQUEST'],
      ['before all times', type(lin, { text: 'x', updatedAt: -1 }), 400, 'BAD_REQUEST'],
      ['beyond all times', type(lin, { text: 'x', updatedAt: 1e17 }), 400, 'BAD_REQUEST'],
      ['too long', type(lin, { ...good, text: 'x'.repeat(LIMITS.draftCodePoints + 1) }), 400, 'TEXT_TOO_LONG'],
      ['NUL', type(lin, { ...good, text: 'a\0b' }), 400, 'TEXT_INVALID'],
      ['half a character', type(lin, '{"text":"\\ud83d","updatedAt":1}'), 400, 'TEXT_INVALID'],
      ['a draft elsewhere', type(lin, good, stranger.conversationId), 404, 'CONVERSATION_NOT_FOUND'],
      ['a draft nowhere', type(lin, good, NOWHERE), 404, 'CONVERSATION_NOT_FOUND'],
    ];
    for (const [what, asked, status, code] of cases) {
      const { status: given, body } = await asked;
      expect([what, given, body.code]).toEqual([what, status, code]);
    }
    for (const url of realm.databases.shards) {
      const stored = `select (select count(*) from draft where user_id = $1)
                           + (select count(*) from inbox_entry where user_id = $1)
                           + (select count(*) from chat_list where user_id = $1 and version > 0) as n`;
      expect(await query(url, stored, [lin.userId])).toEqual([{ n: '0' }]);
    }
  });
});
