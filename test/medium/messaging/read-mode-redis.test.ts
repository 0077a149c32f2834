import type { ChatListItem, Heads } from '@parley/contract';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mintSessions } from '../../support/cli.js';
import { newClientMsgId, rest, type Session, TestDevice } from '../../support/device.js';
import { SHAPES } from '../../support/server.js';
import { sleep, until } from '../../support/wait.js';
import { openRealm, type Realm } from '../support/realm.js';
import { range } from '../support/wire.js';

const PEOPLE = 510;
/** A gateway finds out when it renews its lease, every 5 s for 15 s more. */
const HEAL_MS = 12_000;
const RENEWED_MS = 10_000;

describe.each(SHAPES)('Redis is emptied while people look at a large conversation (%s)', (shape) => {
  let realm: Realm;
  let redis: Redis;
  let people: Session[];
  beforeAll(async () => {
    realm = await openRealm(shape, { gateways: 2 });
    redis = new Redis(realm.env['PARLEY_REDIS_URL'] ?? '');
    people = await mintSessions(realm.env, PEOPLE);
  });
  afterAll(async () => {
    redis.disconnect();
    await realm.close();
  });

  const connect = (index: number, gateway: number): Promise<TestDevice> => {
    const who = people[index];
    if (who === undefined) throw new Error('nobody');
    return TestDevice.connect(realm.server.urls[gateway] ?? realm.url, who);
  };
  const said = (device: TestDevice): Set<number> =>
    new Set(device.timelines.flatMap(({ messages }) => messages.map(({ seq }) => seq)));
  const hinted = (device: TestDevice): number =>
    Math.max(0, ...device.signals.flatMap((signal) => (signal.kind === 'head' ? signal.head.seq : [])));
  const pulled = async (device: TestDevice): Promise<Heads[]> => {
    const { incarnation, inboxSeq } = await device.heartbeat();
    return (await device.call('sync.pull', { incarnation, lastSeq: inboxSeq, limit: 10 })).heads;
  };

  it('the interests are written again with the lease, what is said comes again, and what did not come is found', async () => {
    const owner = people[0];
    if (owner === undefined) throw new Error('nobody');
    const userIds = people.slice(1).map(({ userId }) => userId);
    const body = { kind: 'group', key: newClientMsgId(), name: 'all', userIds };
    const made = await rest<ChatListItem>(realm.url, owner, { method: 'POST', path: '/conversations', body });
    const { conversationId } = made.body;
    const [sender, watcher, other] = await Promise.all([connect(0, 0), connect(1, 1), connect(2, 1)]);
    await watcher.call('watch', { conversationIds: [conversationId] });
    await pulled(other);
    const first = await sender.send('before', { conversationId });
    await until('it is there', () => said(watcher).has(first.seq) && hinted(other) === first.seq);

    // Not just before a lease is renewed: what is said until then is what this is about.
    const leases = await redis.keys('parley:gateway-lease:*');
    expect(leases).toHaveLength(2);
    await until('no gateway is about to find out', async () => {
      const left = await Promise.all(leases.map((key) => redis.pttl(key)));
      return Math.min(...left) > RENEWED_MS + 2_000;
    });
    await redis.flushall();
    // Nobody's interest is known: acks need no Redis, and nothing is handed out.
    let last = first;
    let talking = true;
    const talk = (async () => {
      while (talking) {
        last = await sender.send('meanwhile', { conversationId });
        await sleep(50);
      }
    })();
    await until('both gateways tell their devices to pull', () => watcher.resyncs.length > 0, HEAL_MS);
    const healedAt = last.seq;
    await until('what is said comes again', () => Math.max(...said(watcher)) > healedAt, HEAL_MS);
    await until('and the head', () => hinted(other) > healedAt, HEAL_MS);
    talking = false;
    await talk;
    await until('the last is there', () => said(watcher).has(last.seq) && hinted(other) === last.seq, HEAL_MS);

    // As told, the device pulls: the head says how far it is, and the timeline has what was never handed out.
    expect(await pulled(watcher)).toMatchObject([{ conversationId, seq: last.seq }]);
    const missing = range(first.seq, last.seq).filter((seq) => !said(watcher).has(seq));
    expect(missing.length).toBeGreaterThan(0);
    const found = new Set<number>();
    for (let lastSeq = first.seq, more = true; more;) {
      const { syncs } = await watcher.call('sync.batch', { syncs: [{ conversationId, lastSeq, lastRev: 0 }] });
      const [page] = syncs;
      page?.messages.forEach(({ seq }) => found.add(seq));
      lastSeq = page?.messages.at(-1)?.seq ?? last.seq;
      more = page?.hasMore === true && lastSeq < last.seq;
    }
    expect(missing.filter((seq) => !found.has(seq))).toEqual([]);
    [sender, watcher, other].forEach((device) => device.close());
  });
});
