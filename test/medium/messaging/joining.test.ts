import type { ChannelPage, ChatListItem, JoinPreview, JoinRequestPage, RestOutput } from '@parley/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Session, TestDevice } from '../../support/device.js';
import { query } from '../../support/query.js';
import { SHAPES } from '../../support/server.js';
import { until } from '../../support/wait.js';
import { codeIn, People } from '../support/people.js';
import { openRealm, type Realm } from '../support/realm.js';
import { range } from '../support/wire.js';

const HOUR_MS = 3_600_000;
type Joined = { item: ChatListItem | null };

describe.each(SHAPES)('ways into groups (%s)', (shape) => {
  let realm: Realm;
  let people: People;
  beforeAll(async () => {
    realm = await openRealm(shape, { gateways: 2 });
    people = new People(realm);
  });
  afterAll(() => realm.close());

  const makeLink = async (who: Session, id: string, maxUses: number | null = null): Promise<string> => {
    const body = { expiresInMs: HOUR_MS, maxUses };
    return (await people.call<{ token: string }>(who, `POST /conversations/${id}/join-link`, body)).body.token;
  };
  const join = (who: Session, token: string): Promise<string> => people.code(who, 'POST /join-links/join', { token });
  const link = async (who: Session, id: string): Promise<RestOutput<'joinLink'>['link']> =>
    (await people.call<RestOutput<'joinLink'>>(who, `GET /conversations/${id}/join-link`)).body.link;
  const some = (count: number): Session[] => range(1, count / 2).flatMap(() => realm.pair());

  it('a link leads in; before that it tells a name, a picture and a number, and nothing else', async () => {
    const [owner, first] = realm.pair();
    const id = await people.group(owner, []);
    await people.change(owner, id, { avatar: { tint: 2, emoji: '🎉' }, topic: 'secret plans' });
    const token = await makeLink(owner, id);
    const preview = await people.call<JoinPreview>(first, 'POST /join-links/preview', { token });
    expect(preview.body).toEqual({
      name: '发布小组',
      avatar: { tint: 2, emoji: '🎉' },
      memberCount: 1,
      approval: false,
    });
    const joined = await people.call<Joined>(first, 'POST /join-links/join', { token });
    expect(joined.body.item).toMatchObject({ conversationId: id, memberCount: 2, role: 'member', unread: 0 });
    expect(await join(first, token)).toBe('OK');
    expect(await people.events(id)).toEqual(['created', 'topic', 'avatar', 'joined']);
    expect(await link(owner, id)).toMatchObject({ uses: 1, maxUses: null, createdBy: owner.userId });
    // The secret is nowhere in the store.
    const [row] = await query<{ text: string }>(
      realm.databases.directory,
      'select string_agg(l::text, chr(10)) as text from join_link l',
    );
    expect(row?.text.includes(token)).toBe(false);
  });

  it('it ends by its number, its time, a new one, or a word; each looks the same from outside', async () => {
    const [owner, admin] = realm.pair();
    const guests = some(10);
    const id = await people.group(owner, [admin]);
    const counted = await makeLink(owner, id, 3);
    const codes = await Promise.all(guests.map((guest) => join(guest, counted)));
    expect(codes.toSorted()).toEqual([...range(1, 7).map(() => 'JOIN_LINK_INVALID'), 'OK', 'OK', 'OK']);
    expect(await link(owner, id)).toMatchObject({ uses: 3, maxUses: 3 });
    expect((await people.members(owner, id)).length).toBe(5);
    // Who is in goes on finding it.
    const inside = guests[codes.indexOf('OK')] as Session;
    const outside = guests[codes.indexOf('JOIN_LINK_INVALID')] as Session;
    expect([await join(inside, counted), await join(outside, counted)]).toEqual(['OK', 'JOIN_LINK_INVALID']);

    const [old, fresh] = [await makeLink(owner, id), await makeLink(owner, id)];
    expect([await join(outside, counted), await join(outside, old)]).toEqual([
      'JOIN_LINK_INVALID',
      'JOIN_LINK_INVALID',
    ]);
    const late = await makeLink(owner, id);
    await query(
      realm.databases.directory,
      'update join_link set expires_at = now() where conversation_id = $1 and revoked_at is null',
      [id],
    );
    expect([await join(outside, fresh), await join(outside, late), await link(owner, id)]).toEqual([
      'JOIN_LINK_INVALID',
      'JOIN_LINK_INVALID',
      null,
    ]);
    const revoked = await makeLink(owner, id);
    await people.code(owner, `DELETE /conversations/${id}/join-link`);
    expect(await join(outside, revoked)).toBe('JOIN_LINK_INVALID');
    const last = await makeLink(owner, id);
    await people.code(owner, `POST /conversations/${id}/dissolve`);
    expect(await join(outside, last)).toBe('JOIN_LINK_INVALID');
    expect(await people.code(outside, 'POST /join-links/preview', { token: last })).toBe('JOIN_LINK_INVALID');
  });

  it('two who make a link at once leave one that works', async () => {
    const [owner, guest] = realm.pair();
    const id = await people.group(owner, []);
    const tokens = await Promise.all(range(1, 6).map(() => makeLink(owner, id)));
    const codes = [];
    for (const token of tokens) codes.push(await people.code(guest, 'POST /join-links/preview', { token }));
    expect(codes.filter((code) => code === 'OK')).toHaveLength(1);
  });

  it('where an admin decides, one waits; the admins hear of it, and let in or not', async () => {
    const [owner, plain] = realm.pair();
    const [first, second] = realm.pair();
    const id = await people.group(owner, [plain]);
    await people.set(owner, id, { approval: true });
    const token = await makeLink(owner, id);
    const device = await TestDevice.connect(realm.server.urls[1] ?? realm.url, owner);
    const answer = await people.call<Joined>(first, 'POST /join-links/join', { token });
    expect(answer.body).toEqual({ item: null });
    expect(await join(first, token)).toBe('OK');
    await join(second, token);
    await until('the owner hears', () =>
      [...device.pushed.values()].some(
        (entry) => entry.kind === 'conversation' && entry.conversationId === id && entry.item.joinRequests === 2,
      ),
    );
    expect([(await people.row(owner, id))?.joinRequests, (await people.row(plain, id))?.joinRequests]).toEqual([2, 0]);
    const waiting = await people.call<JoinRequestPage>(owner, `GET /conversations/${id}/join-requests`);
    expect(waiting.body.requests.map(({ user }) => user.userId).toSorted()).toEqual(
      [first.userId, second.userId].toSorted(),
    );
    const decide = (who: Session, whom: Session, approve: unknown): Promise<string> =>
      people.code(who, `POST /conversations/${id}/join-requests/${whom.userId}`, { approve });
    expect([await decide(plain, first, true), await decide(first, first, true)]).toEqual([
      'ROLE_REQUIRED',
      'CONVERSATION_NOT_FOUND',
    ]);
    expect([await decide(owner, first, 'yes'), await decide(owner, plain, true)]).toEqual([
      'BAD_REQUEST',
      'JOIN_REQUEST_NOT_FOUND',
    ]);
    expect([await decide(owner, first, true), await decide(owner, second, false)]).toEqual(['OK', 'OK']);
    expect(await decide(owner, second, true)).toBe('JOIN_REQUEST_NOT_FOUND');
    expect((await people.members(owner, id)).map(({ user }) => user.userId)).toContain(first.userId);
    expect(await people.row(second, id)).toBeUndefined();
    expect((await people.row(owner, id))?.joinRequests).toBe(0);
    expect(await people.events(id)).toEqual(['created', 'settings', 'added']);
    device.close();
  });

  it('bad input about links gets a code', async () => {
    const [owner, guest] = realm.pair();
    const id = await people.group(owner, []);
    const make = (body: object): Promise<string> => people.code(owner, `POST /conversations/${id}/join-link`, body);
    for (const body of [
      {},
      { expiresInMs: 5, maxUses: null },
      { expiresInMs: HOUR_MS, maxUses: 0 },
      { expiresInMs: HOUR_MS },
      { expiresInMs: 1e12, maxUses: 1 },
    ]) {
      expect(await make(body)).toBe('BAD_REQUEST');
    }
    for (const token of ['', 'x', 5, `${'x'.repeat(31)}'`, 'x'.repeat(33)]) {
      expect(await people.code(guest, 'POST /join-links/join', { token })).toBe('BAD_REQUEST');
    }
    expect(await join(guest, 'x'.repeat(32))).toBe('JOIN_LINK_INVALID');
    expect(
      await people.code(owner, `POST /conversations/${owner.conversationId}/join-link`, {
        expiresInMs: HOUR_MS,
        maxUses: null,
      }),
    ).toBe('NOT_A_GROUP');
    expect(await query(realm.databases.directory, 'select 1 from join_link where conversation_id = $1', [id])).toEqual(
      [],
    );
  });

  it('channels: public ones are found and joined, private ones are not there, archived ones are read', async () => {
    const [owner, admin] = realm.pair();
    const [guest, other] = realm.pair();
    const channel = (name: string, more: object = {}): Promise<string> =>
      people.group(owner, [], { kind: 'channel', name, visibility: 'public', topic: '', post: 'everybody', ...more });
    const find = async (text: string, more = ''): Promise<ChannelPage> =>
      (await people.call<ChannelPage>(guest, `GET /channels?query=${encodeURIComponent(text)}${more}`)).body;
    const names = async (text: string, more = ''): Promise<string[]> =>
      (await find(text, more)).channels.map(({ name }) => name);
    const post = (who: Session, id: string): Promise<string> =>
      people.code(who, `POST /conversations/${id}/messages`, {
        clientMsgId: `c_${Math.random().toString(36).slice(2)}`,
        content: { type: 'text', text: 'x' },
      });
    const general = await channel('Release 发布', { topic: '每周三' });
    const hidden = await channel('Release secret', { visibility: 'private' });
    const news = await channel('release news', { post: 'admins' });
    const literal = await channel('100%_done');

    expect(await names('release')).toEqual(['release news', 'Release 发布']);
    expect([await names('发布'), await names('%'), await names('nothing')]).toEqual([
      ['Release 发布'],
      ['100%_done'],
      [],
    ]);
    const first = await find('release', '&limit=1');
    expect(first.channels).toMatchObject([{ conversationId: news, memberCount: 1, archived: false, joined: false }]);
    expect(await names('release', `&limit=1&after=${encodeURIComponent(first.next ?? '')}`)).toEqual(['Release 发布']);
    expect(await people.code(guest, 'GET /channels?after=nonsense')).toBe('BAD_REQUEST');
    const leadsTo = async (id: string): Promise<string[]> => names('', `&conversationId=${id}`);
    expect([await leadsTo(general), await leadsTo(hidden), await leadsTo('1')]).toEqual([['Release 发布'], [], []]);
    expect(await people.code(guest, 'GET /channels?conversationId=nonsense')).toBe('BAD_REQUEST');

    await post(owner, general);
    expect(await people.code(guest, `GET /conversations/${general}/messages`)).toBe('CONVERSATION_NOT_FOUND');
    const joined = await people.call(guest, `POST /conversations/${general}/join`);
    expect(joined.body).toMatchObject({
      kind: 'channel',
      role: 'member',
      unread: 0,
      profile: { visibility: 'public', topic: '每周三' },
    });
    expect(await people.seqs(guest, general)).toEqual([1, 2, 3]);
    expect(await people.code(guest, `POST /conversations/${general}/join`)).toBe('OK');
    expect(await people.code(guest, `POST /conversations/${hidden}/join`)).toBe('CONVERSATION_NOT_FOUND');
    expect((await find('release 发布')).channels).toMatchObject([{ memberCount: 2, joined: true }]);

    await people.code(guest, `POST /conversations/${news}/join`);
    expect([await post(guest, news), await post(owner, news)]).toEqual(['POSTING_RESTRICTED', 'OK']);

    expect(await people.change(guest, general, { archived: true })).toBe('ROLE_REQUIRED');
    expect(await people.change(owner, general, { archived: true })).toBe('OK');
    expect([await post(owner, general), await post(guest, general)]).toEqual(['ARCHIVED', 'ARCHIVED']);
    expect([await people.add(owner, general, [admin]), await people.change(owner, general, { topic: 'x' })]).toEqual([
      'ARCHIVED',
      'ARCHIVED',
    ]);
    expect((await people.row(guest, general))?.profile?.archived).toBe(true);
    expect(await people.seqs(guest, general)).toEqual([1, 2, 3, 4]);
    expect([await names('release'), await names('release', '&archived=true')]).toEqual([
      ['release news'],
      ['release news', 'Release 发布'],
    ]);
    expect(await people.change(owner, general, { archived: false, topic: '又开了' })).toBe('OK');
    expect(await post(guest, general)).toBe('OK');
    expect(await people.change(owner, general, { visibility: 'private' })).toBe('OK');
    expect(await names('release')).toEqual(['release news']);
    expect(await people.code(other, `POST /conversations/${general}/join`)).toBe('CONVERSATION_NOT_FOUND');
    expect(await people.code(guest, `POST /conversations/${general}/leave`)).toBe('OK');
    await people.code(owner, `POST /conversations/${literal}/dissolve`);
    expect(await names('100')).toEqual([]);
  });

  it('notes to oneself are a direct conversation of one', async () => {
    const [owner] = realm.pair();
    const answer = await people.call(owner, 'POST /conversations', { kind: 'direct', userId: owner.userId });
    expect(answer.body).toMatchObject({ kind: 'direct', peer: { userId: owner.userId }, profile: null, unread: 0 });
    const again = await people.call(owner, 'POST /conversations', { kind: 'direct', userId: owner.userId });
    expect([codeIn(again), again.body.conversationId]).toEqual(['OK', answer.body.conversationId]);
  });
});
