import type { Preferences } from '@parley/contract';
import { DEFAULT_PREFERENCES } from '@parley/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Session, TestDevice } from '../../support/device.js';
import { query } from '../../support/query.js';
import { SHAPES } from '../../support/server.js';
import { until } from '../../support/wait.js';
import { type Answer, codeIn, People } from '../support/people.js';
import { openRealm, type Realm } from '../support/realm.js';

describe.each(SHAPES)('how people like their client (%s)', (shape) => {
  let realm: Realm;
  let people: People;
  beforeAll(async () => {
    realm = await openRealm(shape, { gateways: 2 });
    people = new People(realm);
  });
  afterAll(() => realm.close());

  const set = (who: Session, change: object): Promise<Answer<Preferences>> =>
    people.call(who, 'PATCH /preferences', change);
  const own = async (who: Session): Promise<Preferences> =>
    (await people.call<Preferences>(who, 'GET /preferences')).body;
  const connect = (who: Session, gateway = 0): Promise<TestDevice> =>
    TestDevice.connect(realm.server.urls[gateway] ?? realm.url, who);
  const told = (device: TestDevice): Preferences[] =>
    [...device.pushed.values()].flatMap((entry) => (entry.kind === 'preferences' ? [entry.preferences] : []));

  it('is on all their devices wherever they live, also on one that comes later, and is nobody else’s', async () => {
    for (const who of realm.pair()) {
      const [phone, desk] = [await connect(realm.tokens.another(who, `d_${who.userId}`), 1), await connect(who)];
      expect(await own(who)).toEqual(DEFAULT_PREFERENCES);
      const after = (await set(who, { theme: 'dark', textSize: 125 })).body;
      expect(after).toMatchObject({ theme: 'dark', textSize: 125, language: 'auto' });
      await until('my devices know', () => [phone, desk].every((device) => told(device).length === 1));
      expect([told(phone), told(desk)]).toEqual([[after], [after]]);
      expect(await own(who)).toEqual(after);
      const { incarnation } = await desk.heartbeat();
      const page = await desk.call('sync.pull', { incarnation, lastSeq: 0, limit: 50 });
      expect(page.entries).toContainEqual({
        inboxSeq: after.version,
        v: 1,
        kind: 'preferences',
        preferences: after,
      });
      [phone, desk].forEach((device) => device.close());
    }
  });

  it('a change leaves the rest, the same again changes nothing, and an old entry is served as it is now', async () => {
    const [lin] = realm.pair();
    const first = (await set(lin, { language: 'zh-CN' })).body;
    const second = (await set(lin, { timeFormat: '12', sendKey: 'mod-enter' })).body;
    expect(second).toEqual({ ...first, version: second.version, timeFormat: '12', sendKey: 'mod-enter' });
    expect(second.version).toBeGreaterThan(first.version);
    expect((await set(lin, { language: 'zh-CN', timeFormat: '12' })).body).toEqual(second);
    const device = await connect(lin);
    const { incarnation } = await device.heartbeat();
    const { entries } = await device.call('sync.pull', { incarnation, lastSeq: 0, limit: 50 });
    expect(entries.flatMap((entry) => (entry.kind === 'preferences' ? [entry.preferences] : []))).toEqual([
      second,
      second,
    ]);
    device.close();
  });

  it('changes of different things at once lose none', async () => {
    const [lin] = realm.pair();
    await Promise.all([
      set(lin, { theme: 'light' }),
      set(lin, { language: 'en' }),
      set(lin, { textSize: 90 }),
      set(lin, { density: 'compact' }),
    ]);
    expect(await own(lin)).toMatchObject({ theme: 'light', language: 'en', textSize: 90, density: 'compact' });
  });

  it('the first choice counts even if it is what is usual', async () => {
    const [lin] = realm.pair();
    const { version } = (await set(lin, { theme: 'system' })).body;
    expect(version).toBeGreaterThan(0);
    expect((await set(lin, { theme: 'system' })).body.version).toBe(version);
  });

  it('what a later release has stored counts as not chosen, and is still there for it after a change', async () => {
    const [lin] = realm.pair();
    await set(lin, { theme: 'dark', language: 'en' });
    const onShards = async (text: string, values: unknown[]): Promise<unknown[]> => {
      const found = await Promise.all(realm.databases.shards.map((url) => query(url, text, values)));
      return found.flat();
    };
    const later = { theme: 'sepia', layout: 'bubbles' };
    await onShards('update user_preferences set preferences = preferences || $2::jsonb where user_id = $1', [
      lin.userId,
      JSON.stringify(later),
    ]);
    expect(await own(lin)).toMatchObject({ theme: 'system', language: 'en' });
    expect((await set(lin, { textSize: 110 })).body).toMatchObject({ theme: 'system', language: 'en', textSize: 110 });
    expect(await onShards('select preferences from user_preferences where user_id = $1', [lin.userId])).toEqual([
      { preferences: { ...later, language: 'en', textSize: 110 } },
    ]);
  });

  it.each([
    ['nothing', {}],
    ['something unknown', { mood: 'fine' }],
    ['a theme that nobody knows', { theme: 'sepia' }],
    ['a size between', { textSize: 105 }],
    ['a size as a text', { textSize: '110' }],
    ['no language', { language: null }],
    ['a list', []],
  ])('%s is refused', async (_, change) => {
    const [lin] = realm.pair();
    const answer = await set(lin, change);
    expect([answer.status, codeIn(answer)]).toEqual([400, 'BAD_REQUEST']);
    expect((await own(lin)).version).toBe(0);
  });
});
