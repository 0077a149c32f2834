import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestDevice } from '../../support/device.js';
import { SHAPES } from '../../support/server.js';
import { until } from '../../support/wait.js';
import { openRealm, type Realm } from '../support/realm.js';
import { range } from '../support/wire.js';

describe.each(SHAPES)('from sync to live push (%s)', (shape) => {
  let realm: Realm;
  beforeAll(async () => {
    realm = await openRealm(shape, { gateways: 2, env: { PARLEY_SOCKET_EVENTS_PER_SECOND: '2000' } });
  });
  afterAll(() => realm.close());

  it('fifty connections opened while the other person talks without a pause: not one misses anything', async () => {
    const [lin, wang] = realm.pair();
    const talker = await TestDevice.connect(realm.server.urls[1] ?? realm.url, lin);
    let talking = true;
    let said = 0;
    const talk = (async () => {
      while (talking) {
        await Promise.all([talker.send(`a ${said}`), talker.send(`b ${said}`)]);
        said += 2;
      }
    })();
    let cursor = { incarnation: '0', lastSeq: 0 };
    for (let round = 0; round < 50; round += 1) {
      const device = await TestDevice.connect(realm.url, wang);
      const from = cursor.lastSeq;
      const known = new Set<number>();
      for (let more = true; more;) {
        const page = await device.call('sync.pull', { ...cursor, limit: 50 });
        page.entries.forEach(({ inboxSeq }) => known.add(inboxSeq));
        cursor = { incarnation: page.incarnation, lastSeq: page.entries.at(-1)?.inboxSeq ?? cursor.lastSeq };
        more = page.hasMore;
      }
      // Stays a while: what follows the pull must come by itself.
      await until('something is pushed after the pull', () =>
        [...device.pushed.keys()].some((seq) => seq > cursor.lastSeq),
      );
      const pushed = [...device.pushed.keys()];
      device.close();
      pushed.forEach((seq) => known.add(seq));
      expect([...known].toSorted((a, b) => a - b)).toEqual(range(from + 1, Math.max(cursor.lastSeq, ...pushed)));
    }
    talking = false;
    await talk;
    expect(said).toBeGreaterThan(100);
    talker.close();
  });
});
