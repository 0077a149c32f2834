import type { RestOutput, SystemEvent } from '@parley/contract';
import { LIMITS } from '@parley/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newClientMsgId, type Session, TestDevice } from '../../support/device.js';
import { query } from '../../support/query.js';
import { SHAPES } from '../../support/server.js';
import { until } from '../../support/wait.js';
import { codeIn, People, systemOf } from '../support/people.js';
import { openRealm, type Realm } from '../support/realm.js';
import { codeOf, range } from '../support/wire.js';

describe.each(SHAPES)('acts on groups (%s)', (shape) => {
  let realm: Realm;
  let people: People;
  beforeAll(async () => {
    realm = await openRealm(shape, { gateways: 2 });
    people = new People(realm);
  });
  afterAll(() => realm.close());

  const connect = (who: Session): Promise<TestDevice> => TestDevice.connect(realm.server.urls[1] ?? realm.url, who);
  const post = (who: Session, id: string, clientMsgId = newClientMsgId()): Promise<string> =>
    people.code(who, `POST /conversations/${id}/messages`, { clientMsgId, content: { type: 'text', text: 'hello' } });

  it('looks and rules: those who may change them do, everybody hears of it, and what is as asked is no event', async () => {
    const [owner, admin] = realm.pair();
    const [plain] = realm.pair();
    const id = await people.group(owner, [admin, plain]);
    await people.about(owner, [id, admin], { role: 'admin' });
    const device = await connect(plain);
    const avatar = { tint: 5, emoji: '🚀' };
    expect(
      await people.change(admin, id, { name: '新名字', topic: '每周三', avatar, announcement: '周五\n停机' }),
    ).toBe('OK');
    expect(
      await people.change(admin, id, { name: '新名字', topic: '每周三', avatar, announcement: '周五\n停机' }),
    ).toBe('OK');
    expect(await people.change(plain, id, { topic: 'mine' })).toBe('ROLE_REQUIRED');
    expect(await people.set(owner, id, { info: 'everybody', slowSeconds: 5, history: null })).toBe('OK');
    expect(await people.change(plain, id, { topic: '' })).toBe('OK');
    await until('all is told', () => systemOf(device, id).length === 6);
    expect(systemOf(device, id).map(({ event }) => event)).toEqual([
      'renamed',
      'topic',
      'avatar',
      'announcement',
      'settings',
      'topic',
    ]);
    expect(systemOf(device, id)[4]).toMatchObject({
      changed: ['info', 'slowSeconds', 'history'],
      profile: {
        topic: '每周三',
        avatar,
        settings: { info: 'everybody', slowSeconds: 5, history: null, post: 'everybody' },
      },
    });
    expect(await people.row(plain, id)).toMatchObject({ name: '新名字', unread: 0, profile: { topic: '', avatar } });
    const { body } = await people.call<RestOutput<'announcement'>>(plain, `GET /conversations/${id}/announcement`);
    const said = device.messages.find(
      ({ content }) => (content['system'] as SystemEvent | undefined)?.event === 'announcement',
    );
    expect(body.announcement).toMatchObject({ text: '周五\n停机', userId: admin.userId, seq: said?.seq });
    expect(await people.change(owner, id, { announcement: '' })).toBe('OK');
    const after = await people.call<RestOutput<'announcement'>>(plain, `GET /conversations/${id}/announcement`);
    expect(after.body).toEqual({ announcement: null });
    device.close();
  });

  it('what one process remembers refuses nobody whom another process has let speak again', async () => {
    const [owner, plain] = realm.pair();
    const id = await people.group(owner, [plain]);
    const all = { content: { type: 'text', text: '@all hi', mentions: [{ type: 'all', at: 0, length: 4 }] } };
    const device = await connect(plain);
    const send = (content: object = { content: { type: 'text', text: 'hello' } }): Promise<string> =>
      codeOf(device.call('message.send', { conversationId: id, clientMsgId: newClientMsgId(), ...content } as never));
    const cases: [string, () => Promise<unknown>, () => Promise<unknown>, object?][] = [
      ['MUTED', () => mute(Date.now() + 3_600_000), () => mute(null)],
      ['ALL_MUTED', () => people.set(owner, id, { muteAll: true }), () => people.set(owner, id, { muteAll: false })],
      [
        'POSTING_RESTRICTED',
        () => people.set(owner, id, { post: 'admins' }),
        () => people.set(owner, id, { post: 'everybody' }),
      ],
      [
        'MENTION_ALL_REFUSED',
        () => people.set(owner, id, { mentionAll: 'admins' }),
        () => people.set(owner, id, { mentionAll: 'everybody' }),
        all,
      ],
    ];
    const mute = (mutedUntil: number | null): Promise<unknown> => people.about(owner, [id, plain], { mutedUntil });
    for (const [code, forbid, allow, content] of cases) {
      await forbid();
      expect([await send(content), await send(content)]).toEqual([code, code]);
      await allow();
      expect([code, await send(content)]).toEqual([code, 'OK']);
    }
    device.close();
  });

  it('roles do not escalate: what the owner keeps to themselves no admin opens, and nobody rules above them', async () => {
    const [owner, admin] = realm.pair();
    const [plain, other] = realm.pair();
    const id = await people.group(owner, [admin, plain, other]);
    await people.about(owner, [id, admin], { role: 'admin' });
    await people.set(owner, id, { post: 'owner', add: 'admins' });
    const soon = Date.now() + 60_000;
    const before = await people.events(id);
    const refused: [string, string][] = [
      [await people.set(admin, id, { post: 'everybody' }), 'ROLE_REQUIRED'],
      [await people.set(admin, id, { pin: 'owner' }), 'ROLE_REQUIRED'],
      [await people.set(plain, id, { muteAll: true }), 'ROLE_REQUIRED'],
      [await people.add(plain, id, [realm.pair()[0]]), 'ROLE_REQUIRED'],
      [await people.about(admin, [id, owner], { mutedUntil: soon }), 'ROLE_REQUIRED'],
      [await people.about(admin, [id, admin], { mutedUntil: null }), 'ROLE_REQUIRED'],
      [await people.about(plain, [id, other], { mutedUntil: soon }), 'ROLE_REQUIRED'],
      [await people.about(plain, [id, other], { nickname: 'x' }), 'ROLE_REQUIRED'],
      [await people.about(admin, [id, owner], { nickname: 'x' }), 'ROLE_REQUIRED'],
      [await people.about(admin, [id, admin], { role: 'owner' }), 'ROLE_REQUIRED'],
      [await people.about(plain, [id, plain], { role: 'admin' }), 'ROLE_REQUIRED'],
      [await people.about(owner, [id, owner], { role: 'member' }), 'OWNER_MUST_HAND_OVER'],
      [await people.remove(owner, id, owner), 'OWNER_MUST_HAND_OVER'],
      [await people.remove(admin, id, owner), 'ROLE_REQUIRED'],
      [await people.code(admin, `POST /conversations/${id}/dissolve`), 'ROLE_REQUIRED'],
      [await people.code(owner, `POST /conversations/${id}/leave`), 'OWNER_MUST_HAND_OVER'],
      [await people.change(owner, id, { archived: true }), 'NOT_A_GROUP'],
      [await people.change(owner, id, { visibility: 'public' }), 'NOT_A_GROUP'],
      [await people.code(realm.pair()[0], `POST /conversations/${id}/join`), 'CONVERSATION_NOT_FOUND'],
    ];
    expect(refused.map(([code]) => code)).toEqual(refused.map(([, code]) => code));
    const stranger = realm.pair()[0];
    for (const [route, body] of [
      [`POST /conversations/${id}/members`, { userIds: [stranger.userId] }],
      [`PATCH /conversations/${id}/members/${stranger.userId}`, { role: 'owner' }],
      [`PATCH /conversations/${id}/members/${stranger.userId}`, { nickname: 'me' }],
      [`PATCH /conversations/${id}`, { settings: { approval: false } }],
      [`POST /conversations/${id}/join-link`, { expiresInMs: 60_000, maxUses: null }],
      [`POST /conversations/${id}/join-requests/${stranger.userId}`, { approve: true }],
      [`POST /conversations/${id}/dissolve`, undefined],
    ] as const) {
      expect([route, await people.code(stranger, route, body)]).toEqual([route, 'CONVERSATION_NOT_FOUND']);
    }
    expect(await people.events(id)).toEqual(before);
  });

  it('bad input gets a code, and nothing of it is stored', async () => {
    const [owner, plain] = realm.pair();
    const id = await people.group(owner, [plain]);
    const long = 'x'.repeat(LIMITS.announcementCodePoints + 1);
    const changes: object[] = [
      {},
      { name: 'a\nb' },
      { name: 'invoice\u202Egpj.exe' },
      { name: '\u200B' },
      { topic: 'a\nb' },
      { topic: 'x'.repeat(LIMITS.topicCodePoints + 1) },
      { announcement: long },
      { announcement: 'nul \0' },
      { avatar: { tint: 8, emoji: null } },
      { avatar: { tint: 1, emoji: 'ab' } },
      { avatar: { tint: 1, emoji: '<' } },
      { settings: {} },
      { settings: { post: 'nobody' } },
      { settings: { slowSeconds: -1 } },
      { settings: { slowSeconds: LIMITS.slowSeconds + 1 } },
      { settings: { history: LIMITS.newcomerHistory + 1 } },
      { settings: { muteAll: 'yes' } },
      { settings: { later: true } },
      { visibility: 'secret' },
      { memberCount: 5 },
      { role: 'owner' },
    ];
    for (const change of changes) {
      expect([JSON.stringify(change), await people.change(owner, id, change)]).toEqual([
        JSON.stringify(change),
        'BAD_REQUEST',
      ]);
    }
    for (const change of [
      {},
      { role: 'admin', nickname: 'x' },
      { mutedUntil: 'soon' },
      { mutedUntil: -1 },
      { nickname: ' ' },
      { nickname: 'a\u202E' },
    ]) {
      expect(await people.about(owner, [id, plain], change)).toBe('BAD_REQUEST');
    }
    expect(await people.code(owner, `POST /conversations/${id}/batch/members`, { userIds: [] })).toBe('BAD_REQUEST');
    expect(
      await people.code(owner, 'POST /conversations', {
        kind: 'channel',
        key: newClientMsgId(),
        name: 'x',
        userIds: [],
        visibility: 'open',
      }),
    ).toBe('BAD_REQUEST');
    expect(await people.about(owner, [id, realm.pair()[0]], { nickname: 'x' })).toBe('MEMBER_NOT_FOUND');
    expect(await people.events(id)).toEqual(['created']);
  });

  it('who may send: muted, all muted, restricted; each is told why, and a retry of what was stored is answered', async () => {
    const [owner, admin] = realm.pair();
    const [plain] = realm.pair();
    const id = await people.group(owner, [admin, plain]);
    await people.about(owner, [id, admin], { role: 'admin' });
    const kept = newClientMsgId();
    expect(await post(plain, id, kept)).toBe('OK');

    const until = Date.now() + 60_000;
    expect(await people.about(admin, [id, plain], { mutedUntil: until })).toBe('OK');
    const muted = await people.call(plain, `POST /conversations/${id}/messages`, {
      clientMsgId: newClientMsgId(),
      content: { type: 'text', text: 'x' },
    });
    expect(muted.body).toMatchObject({ code: 'MUTED', details: { until } });
    expect(await post(plain, id, kept)).toBe('OK');
    expect((await people.row(plain, id))?.mutedUntil).toBe(until);
    expect((await people.members(owner, id)).find(({ user }) => user.userId === plain.userId)?.mutedUntil).toBe(until);
    const soon = Date.now() + 2_000;
    expect(await people.about(admin, [id, plain], { mutedUntil: soon })).toBe('OK');
    expect(await post(plain, id)).toBe('MUTED');
    await new Promise((resolve) => setTimeout(resolve, soon + 50 - Date.now()));
    // It ended by itself: nothing was written.
    expect(await post(plain, id)).toBe('OK');

    expect(await people.set(admin, id, { muteAll: true })).toBe('OK');
    expect([await post(plain, id), await post(admin, id), await post(owner, id)]).toEqual(['ALL_MUTED', 'OK', 'OK']);
    expect(await people.set(admin, id, { muteAll: false, post: 'admins' })).toBe('OK');
    expect([await post(plain, id), await post(admin, id)]).toEqual(['POSTING_RESTRICTED', 'OK']);
    expect(await people.set(owner, id, { post: 'owner' })).toBe('OK');
    expect([await post(plain, id), await post(admin, id), await post(owner, id)]).toEqual([
      'POSTING_RESTRICTED',
      'POSTING_RESTRICTED',
      'OK',
    ]);
    // A muted member who is handed the group is muted no more.
    await people.about(owner, [id, plain], { mutedUntil: until });
    expect(await people.about(owner, [id, plain], { role: 'owner' })).toBe('OK');
    expect([await post(plain, id), await post(owner, id)]).toEqual(['OK', 'POSTING_RESTRICTED']);
    const stored = await query<{ n: number }>(
      await people.shardOf(id),
      'select count(*)::int as n from message where conversation_id = $1 and kind = 1',
      [id],
    );
    expect(stored[0]?.n).toBe(7);
  });

  it('slow mode: one message in so many seconds, however many come at once by however many ways', async () => {
    const [owner, plain] = realm.pair();
    const id = await people.group(owner, [plain]);
    await people.set(owner, id, { slowSeconds: 2 });
    const [one, two] = [await TestDevice.connect(realm.url, plain), await connect(plain)];
    const kept = newClientMsgId();
    const codes = await Promise.all([
      codeOf(one.send('kept', { conversationId: id, clientMsgId: kept })),
      ...range(1, 10).map((n) => codeOf((n % 2 === 0 ? one : two).send(`many ${n}`, { conversationId: id }))),
    ]);
    expect(codes.filter((code) => code === 'OK')).toHaveLength(1);
    expect(new Set(codes)).toEqual(new Set(['OK', 'SLOW_MODE']));
    const stored = async (): Promise<number> =>
      (await people.history(owner, id)).messages.filter(({ content }) => content.type === 'text').length;
    expect(await stored()).toBe(1);
    const answer = await people.call(plain, `POST /conversations/${id}/messages`, {
      clientMsgId: newClientMsgId(),
      content: { type: 'text', text: 'x' },
    });
    const wait = Number(answer.body.details?.['retryAfterMs']);
    expect([codeIn(answer), wait > 0, wait <= 2_000]).toEqual(['SLOW_MODE', true, true]);
    expect([await post(owner, id), await post(owner, id)]).toEqual(['OK', 'OK']);
    await new Promise((resolve) => setTimeout(resolve, wait + 50));
    const again = newClientMsgId();
    expect([await post(plain, id, again), await post(plain, id, again), await post(plain, id)]).toEqual([
      'OK',
      'OK',
      'SLOW_MODE',
    ]);
    expect(await people.set(owner, id, { slowSeconds: 0 })).toBe('OK');
    expect([await post(plain, id), await post(plain, id)]).toEqual(['OK', 'OK']);
    [one, two].forEach((device) => device.close());
  });

  it('newcomers see of the past what the group lets them; who comes back sees that too, and holes are declared', async () => {
    const [owner, first] = realm.pair();
    const [second, third] = realm.pair();
    const id = await people.group(owner, []);
    for (const _ of range(1, 5)) await post(owner, id); // 2..6
    await people.add(owner, id, [first]); // 7
    expect(await people.seqs(first, id)).toEqual([7]);
    await people.set(owner, id, { history: 3 }); // 8
    await people.add(owner, id, [second]); // 9
    expect(await people.seqs(second, id)).toEqual([6, 7, 8, 9]);
    await people.set(owner, id, { history: null }); // 10
    await people.add(owner, id, [third]); // 11
    expect(await people.seqs(third, id)).toEqual(range(1, 11));
    for (const who of [first, second, third]) {
      const row = await people.row(who, id);
      expect(row?.unread).toBe(0);
    }
    await people.set(owner, id, { history: 0 }); // 12
    await people.remove(owner, id, first); // 13
    await post(owner, id); // 14
    await people.add(owner, id, [first]); // 15
    await post(owner, id); // 16
    const page = await people.history(first, id);
    expect(page.messages.map(({ seq }) => seq)).toEqual([...range(7, 12), 15, 16]);
    expect(page.purged).toEqual([{ from: 13, to: 14 }]);
    const older = await people.history(first, id, '?beforeSeq=15&limit=2');
    expect([older.messages.map(({ seq }) => seq), older.purged]).toEqual([[11, 12], [{ from: 13, to: 14 }]]);
    const device = await connect(first);
    const { syncs } = await device.call('sync.batch', { syncs: [{ conversationId: id, lastSeq: 10, lastRev: 0 }] });
    expect(syncs[0]?.messages.map(({ seq }) => seq)).toEqual([11, 12, 15, 16]);
    expect(syncs[0]?.purged).toEqual([{ from: 13, to: 14 }]);
    // Who comes back when all may be seen sees also what was said meanwhile.
    await people.remove(owner, id, first); // 17
    await people.set(owner, id, { history: null }); // 18
    await people.add(owner, id, [first]); // 19
    const whole = await people.history(first, id);
    expect([whole.messages.map(({ seq }) => seq), whole.purged, whole.firstSeq]).toEqual([range(1, 19), [], 1]);
    expect((await people.row(first, id))?.unread).toBe(0);
    device.close();
  });

  it('a nickname is one’s own to choose, or an admin’s, and is this group’s alone', async () => {
    const [owner, plain] = realm.pair();
    const [id, other] = [await people.group(owner, [plain]), await people.group(owner, [plain])];
    const device = await connect(owner);
    const nameIn = async (group: string): Promise<string | null | undefined> =>
      (await people.members(plain, group)).find(({ user }) => user.userId === plain.userId)?.nickname;
    expect(await people.about(plain, [id, plain], { nickname: ' 小王 ' })).toBe('OK');
    expect([await nameIn(id), await nameIn(other)]).toEqual(['小王', null]);
    expect(await people.about(owner, [id, plain], { nickname: 'Wang' })).toBe('OK');
    await until('it is told', () => systemOf(device, id).length === 2);
    expect(systemOf(device, id)[1]).toMatchObject({ event: 'nickname', userId: plain.userId, nickname: 'Wang' });
    const { body } = await people.call<RestOutput<'membersById'>>(owner, `POST /conversations/${id}/batch/members`, {
      userIds: [plain.userId, '999999999999'],
    });
    expect(body.members.map(({ nickname }) => nickname)).toEqual(['Wang']);
    expect(await people.about(plain, [id, plain], { nickname: null })).toBe('OK');
    expect(await nameIn(id)).toBeNull();
    device.close();
  });

  it('a dissolved group is gone for everybody at once, and its past is what it was', async () => {
    const [owner, plain] = realm.pair();
    const [former] = realm.pair();
    const key = newClientMsgId();
    const id = await people.group(owner, [plain, former], { kind: 'group', key });
    const device = await connect(plain);
    await post(owner, id);
    await people.remove(owner, id, former);
    expect(await people.code(owner, `POST /conversations/${id}/dissolve`)).toBe('OK');
    expect([await post(owner, id), await post(plain, id)]).toEqual([
      'CONVERSATION_NOT_FOUND',
      'CONVERSATION_NOT_FOUND',
    ]);
    for (const who of [owner, plain]) {
      for (const route of [
        `GET /conversations/${id}`,
        `GET /conversations/${id}/members`,
        `POST /conversations/${id}/leave`,
      ]) {
        expect([route, await people.code(who, route)]).toEqual([route, 'CONVERSATION_NOT_FOUND']);
      }
      expect(await people.row(who, id)).toBeUndefined();
    }
    await until('it is told', () =>
      [...device.pushed.values()].some((entry) => entry.kind === 'gone' && entry.conversationId === id),
    );
    const url = await people.shardOf(id);
    expect(await query(url, 'select 1 from member where conversation_id = $1', [id])).toEqual([]);
    expect(
      await query(url, 'select 1 from member_interval where conversation_id = $1 and left_seq is null', [id]),
    ).toEqual([]);
    expect((await people.history(former, id)).messages.map(({ seq }) => seq)).toEqual([1, 2]);
    const again = await people.call(owner, 'POST /conversations', { kind: 'group', key, name: 'x', userIds: [] });
    expect(codeIn(again)).toBe('GROUP_LEFT');
    device.close();
  });

  it('the key of a group that its maker has left makes no other, and says why', async () => {
    const [owner, plain] = realm.pair();
    const key = newClientMsgId();
    const id = await people.group(owner, [plain], { kind: 'group', key });
    await people.about(owner, [id, plain], { role: 'owner' });
    await people.code(owner, `POST /conversations/${id}/leave`);
    const again = await people.call(owner, 'POST /conversations', {
      kind: 'group',
      key,
      name: 'x',
      userIds: [],
    });
    expect([again.status, codeIn(again)]).toEqual([409, 'GROUP_LEFT']);
  });
});
