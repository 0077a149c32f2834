import type { Device, Signal } from '@parley/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Session, TestDevice } from '../../support/device.js';
import { query } from '../../support/query.js';
import { SHAPES } from '../../support/server.js';
import { until } from '../../support/wait.js';
import { People } from '../support/people.js';
import { openRealm, type Realm } from '../support/realm.js';

describe.each(SHAPES)('connected devices (%s)', (shape) => {
  let realm: Realm;
  let people: People;
  beforeAll(async () => {
    realm = await openRealm(shape);
    people = new People(realm);
  });
  afterAll(() => realm.close());

  const seen = async (who: Session): Promise<Pick<Device, 'address' | 'lastSeenAt'> | undefined> => {
    const { devices } = (await people.call<{ devices: Device[] }>(who, 'GET /devices')).body;
    const found = devices.find(({ deviceId }) => deviceId === who.deviceId);
    return found === undefined ? undefined : { address: found.address, lastSeenAt: found.lastSeenAt };
  };
  const age = (who: Session, seconds: number): Promise<unknown> =>
    query(
      realm.databases.directory,
      `update device set last_seen_at = now() - $2 * interval '1 second', address = 'before' where id = $1`,
      [who.deviceId, seconds],
    );

  it('were last seen when they connected, from there; written once a minute at most', async () => {
    const [lin, wang] = realm.pair();
    await age(lin, 61);
    await age(wang, 50);
    const before = (await seen(wang))?.lastSeenAt;
    const devices = await Promise.all([lin, wang].map((who) => TestDevice.connect(realm.url, who)));
    await until('the connection is noted', async () => (await seen(lin))?.address !== 'before');
    const noted = await seen(lin);
    expect(noted?.address).toMatch(/127\.0\.0\.1/u);
    expect(Date.now() - (noted?.lastSeenAt ?? 0)).toBeLessThan(60_000);
    expect(await seen(wang)).toEqual({ address: 'before', lastSeenAt: before });
    devices.forEach((device) => device.close());
  });

  it('hear that they were signed out from another one, and are closed', async () => {
    const [lin] = realm.pair();
    const other = await TestDevice.connect(realm.url, lin);
    // Of the store, as a device that signs out another has to be there itself.
    const asking = realm.tokens.another(lin, 'd_asking_device');
    await query(
      realm.databases.directory,
      `insert into device (id, user_id, name, platform) values ($1, $2, 'asking', 'web')`,
      [asking.deviceId, asking.userId],
    );
    const mine = await TestDevice.connect(realm.url, asking);
    expect(await people.code(asking, `DELETE /devices/${lin.deviceId}`)).toBe('OK');
    await until('it is closed', () => other.closed !== null);
    const last = other.signals.findLast((one): one is Extract<Signal, { kind: 'error' }> => one.kind === 'error');
    expect(last).toMatchObject({ closing: true, error: { code: 'DEVICE_REVOKED', details: { reason: 'signed-out' } } });
    expect(mine.closed).toBeNull();
    mine.close();
  });
});
