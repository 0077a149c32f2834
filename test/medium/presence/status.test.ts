import type { LastSeenAudience, OwnStatus, Presence } from '@parley/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Session, TestDevice } from '../../support/device.js';
import { SHAPES } from '../../support/server.js';
import { sleep, until } from '../../support/wait.js';
import { type Answer, codeIn, People } from '../support/people.js';
import { openRealm, type Realm } from '../support/realm.js';

const SET = 'PATCH /me/status';

describe.each(SHAPES)('what people say of themselves (%s)', (shape) => {
  let realm: Realm;
  let people: People;
  beforeAll(async () => {
    realm = await openRealm(shape, { gateways: 2 });
    people = new People(realm);
  });
  afterAll(() => realm.close());

  const set = (who: Session, change: object): Promise<Answer<OwnStatus>> => people.call(who, SET, change);
  const own = async (who: Session): Promise<OwnStatus> => (await people.call<OwnStatus>(who, 'GET /me/status')).body;
  const connect = (who: Session, gateway = 0): Promise<TestDevice> =>
    TestDevice.connect(realm.server.urls[gateway] ?? realm.url, who);
  const ask = async (device: TestDevice, { userId }: Session): Promise<Presence | undefined> =>
    (await device.call('presence.get', { userIds: [userId] })).presence[0];
  const told = (device: TestDevice, { userId }: Session): Presence[] =>
    device.signals.flatMap((one) => (one.kind === 'presence' && one.presence.userId === userId ? [one.presence] : []));
  const statuses = (device: TestDevice): OwnStatus[] =>
    [...device.pushed.values()].flatMap((entry) => (entry.kind === 'status' ? [entry.status] : []));

  it('is on all my devices, also on one that comes later, and others see it until it is over', async () => {
    const [lin, wang] = realm.pair();
    const [phone, desk, b] = [
      await connect(realm.tokens.another(lin, 'd_lin_phone'), 1),
      await connect(lin),
      await connect(wang),
    ];
    expect(await own(lin)).toEqual({ version: 0, custom: null, away: null, lastSeen: 'everybody' });
    const custom = { emoji: '🏖️', text: '度假', until: Date.now() + 4_000 };
    const after = (await set(lin, { custom })).body;
    expect(after).toMatchObject({ custom, away: null, lastSeen: 'everybody' });
    await until('my devices know', () => [phone, desk].every((device) => statuses(device).length === 1));
    expect(statuses(phone)).toEqual([after]);
    await until('others hear of it', () => told(b, lin).at(-1)?.status?.text === '度假');
    expect(await ask(b, lin)).toMatchObject({ online: true, status: custom });
    const { incarnation } = await desk.heartbeat();
    const page = await desk.call('sync.pull', { incarnation, lastSeq: 0, limit: 50 });
    expect(page.entries).toContainEqual({ inboxSeq: after.version, v: 1, kind: 'status', status: after });
    await until('it is over', async () => (await ask(b, lin))?.status === null, 10_000);
    [phone, desk, b].forEach((device) => device.close());
  });

  it('a change leaves the rest as it is, the same again changes nothing, and what is taken back is gone', async () => {
    const [lin, wang] = realm.pair();
    const [a, b] = [await connect(lin), await connect(wang)];
    const custom = { emoji: null, text: 'in a meeting', until: null };
    await set(lin, { custom });
    await set(lin, { away: { until: null } });
    const both = await own(lin);
    expect(both).toMatchObject({ custom, away: { until: null } });
    expect((await set(lin, { custom, away: { until: null } })).body).toEqual(both);
    await until('shown as away, whatever the devices say', async () => (await ask(b, lin))?.away === true);
    expect((await set(lin, { away: null, lastSeen: 'contacts' })).body).toMatchObject({
      custom,
      away: null,
      lastSeen: 'contacts',
    });
    await until('there again', async () => (await ask(b, lin))?.away === false);
    expect((await set(lin, { custom: null })).body.custom).toBeNull();
    // What is over when it comes is nothing.
    expect((await set(lin, { custom: { ...custom, until: Date.now() - 1 } })).body.custom).toBeNull();
    await until('all of it is told to my devices', () => statuses(a).length === 4);
    [a, b].forEach((device) => device.close());
  });

  it('do not disturb is the pause of notifications: one switch, shown to others', async () => {
    const [lin, wang] = realm.pair();
    const [a, b] = [await connect(lin), await connect(wang)];
    const settings = {
      quietHours: { on: false, from: 1_320, to: 420, timeZone: 'Asia/Shanghai' },
      keywords: [],
      preview: 'full',
    };
    expect(await ask(b, lin)).toMatchObject({ dnd: false });
    await people.call(lin, 'PUT /notifications', { ...settings, pausedUntil: Date.now() + 3_600_000 });
    await until('told to others', () => told(b, lin).at(-1)?.dnd === true);
    expect(await ask(b, lin)).toMatchObject({ online: true, dnd: true });
    await people.call(lin, 'PUT /notifications', { ...settings, pausedUntil: null });
    await until('and that it is over', () => told(b, lin).at(-1)?.dnd === false);
    // Quiet hours around now are the same.
    const minute = Math.floor((Date.now() / 60_000) % 1_440);
    const quietHours = { on: true, from: (minute + 1_430) % 1_440, to: (minute + 10) % 1_440, timeZone: 'UTC' };
    await people.call(lin, 'PUT /notifications', { ...settings, quietHours, pausedUntil: null });
    await until('quiet hours too', () => told(b, lin).at(-1)?.dnd === true);
    [a, b].forEach((device) => device.close());
  });

  it.concurrent.each<[LastSeenAudience, LastSeenAudience, boolean, boolean]>([
    ['everybody', 'everybody', false, true],
    ['everybody', 'nobody', false, false],
    ['nobody', 'everybody', true, false],
    ['contacts', 'everybody', false, false],
    ['contacts', 'everybody', true, true],
  ])('last seen of one who tells %s, to one who tells %s, contacts: %s → %s', async (of, to, contacts, isTold) => {
    const [lin, wang] = realm.pair();
    const [a, b] = [await connect(lin), await connect(wang, 1)];
    await b.send('one word makes nobody a contact');
    if (contacts) await a.send('an answer does');
    await set(lin, { lastSeen: of });
    await set(wang, { lastSeen: to });
    // Their gateway has said that they are there: who is gone before that was not there long enough for a grace.
    await sleep(1_000);
    const asked = Date.now();
    a.close();
    await until('told that they left', () => told(b, lin).at(-1)?.online === false, 15_000);
    const seen = [(await ask(b, lin))?.lastSeenAt, told(b, lin).at(-1)?.lastSeenAt];
    for (const at of seen) {
      if (isTold) expect(at).toBeGreaterThanOrEqual(asked - 1_000);
      else expect(at).toBeNull();
    }
    b.close();
  });

  it('who looks and may not know is told that somebody left, not when', async () => {
    const [lin] = realm.pair();
    const [stranger] = realm.pair();
    await set(lin, { lastSeen: 'contacts' });
    const [a, c] = [await connect(lin), await connect(stranger, 1)];
    await c.call('presence.get', { userIds: [lin.userId], look: true });
    await sleep(1_000);
    a.close();
    await until('told that they left', () => told(c, lin).at(-1)?.online === false, 15_000);
    expect(told(c, lin).at(-1)?.lastSeenAt).toBeNull();
    await sleep(100);
    c.close();
  });

  it.each([
    ['nothing', {}],
    ['something unknown', { mood: 'fine' }],
    ['an empty status', { custom: { emoji: null, text: ' ', until: null } }],
    ['no emoji', { custom: { emoji: 'x', text: '', until: null } }],
    ['two emoji', { custom: { emoji: '🏖️🏖️', text: '', until: null } }],
    ['too long a text', { custom: { emoji: null, text: '长'.repeat(101), until: null } }],
    ['two lines', { custom: { emoji: null, text: 'one\ntwo', until: null } }],
    ['what turns the text around', { custom: { emoji: null, text: 'a\u202eb', until: null } }],
    ['no end', { custom: { emoji: null, text: 'a' } }],
    ['an end that is no time', { custom: { emoji: null, text: 'a', until: 'noon' } }],
    ['an end that never was', { away: { until: -1 } }],
    ['an unknown audience', { lastSeen: 'friends' }],
    ['a list', []],
  ])('%s is refused, and says what is wrong', async (_, change) => {
    const [lin] = realm.pair();
    const answer = await set(lin, change);
    expect([answer.status, codeIn(answer)]).toEqual([400, 'BAD_REQUEST']);
    expect(JSON.stringify(answer.body)).not.toContain('长长');
    expect((await own(lin)).version).toBe(0);
  });

  it('a text that just fits is kept as it is', async () => {
    const [lin] = realm.pair();
    const custom = { emoji: '👩🏽‍🚀', text: '长'.repeat(100), until: null };
    expect((await set(lin, { custom })).body.custom).toEqual(custom);
  });
});
