import {
  acquireWorker,
  appendBatch,
  appendRevocation,
  claimOutbox,
  cleanMarkers,
  createConversation,
  fanoutBatch,
  finishOutbox,
  insertOutbox,
  loadOutbox,
  markDirectReady,
  outboxBacklog,
  releaseWorker,
  renewWorker,
  reserveDirect,
  revocationHead,
  revocationsAfter,
} from '@parley/db';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { aRow, freshDatabases, idOn, newId, type TestDatabases } from './databases.js';

let databases: TestDatabases;
beforeAll(async () => {
  databases = await freshDatabases();
});
afterAll(() => databases.drop());

describe('a worker id', () => {
  test('is the lowest free one, fenced, and continues above the high water of the last holder', async () => {
    const { directory } = databases.router;
    const first = await acquireWorker(directory, 'a', 60_000);
    const second = await acquireWorker(directory, 'b', 60_000);
    expect([first?.workerId, second?.workerId]).toEqual([0, 1]);
    if (first === null) throw new Error('no worker id');
    expect(await renewWorker(directory, first, { leaseMs: 60_000, highWaterMs: 5_000 })).toBe(true);
    expect(await renewWorker(directory, first, { leaseMs: 60_000, highWaterMs: 4_000 })).toBe(true);
    await releaseWorker(directory, { ...first, highWaterMs: 4_500 });
    const next = await acquireWorker(directory, 'c', 60_000);
    expect(next).toEqual({ workerId: 0, fence: '2', highWaterMs: 5_000 });
    expect(await renewWorker(directory, first, { leaseMs: 60_000, highWaterMs: 9_000 })).toBe(false);
  });

  test('goes to one process each, also when many start at once, and comes back when it expires', async () => {
    const { directory } = databases.router;
    const leases = await Promise.all(Array.from({ length: 12 }, (_, n) => acquireWorker(directory, `p${n}`, 200)));
    expect(new Set(leases.map((lease) => lease?.workerId)).size).toBe(12);
    const [expiring] = leases;
    await new Promise((resolve) => setTimeout(resolve, 300));
    const heir = await acquireWorker(directory, 'heir', 60_000);
    expect(leases.map((lease) => lease?.workerId)).toContain(heir?.workerId);
    expect(expiring).not.toBeNull();
  });
});

describe('a direct pair', () => {
  async function people(): Promise<[string, string]> {
    const ids: [string, string] = [newId(), newId()];
    for (const id of ids) {
      await databases.router.directory.pool.query("insert into app_user (id, login, name) values ($1, $2, 'N')", [
        id,
        `u${id}`,
      ]);
    }
    return ids;
  }

  test('has one conversation, whoever asks first, from either side, at once', async () => {
    const { directory } = databases.router;
    const [ann, ben] = await people();
    const asks = Array.from({ length: 12 }, (_, n) => {
      const [userId, peerId] = n % 2 === 0 ? [ann, ben] : [ben, ann];
      return reserveDirect(directory, { userId, peerId, conversationId: newId(), outboxId: newId() });
    });
    const pairs = await Promise.all(asks);
    expect(new Set(pairs.map((pair) => pair.conversationId)).size).toBe(1);
    expect(pairs.filter((pair) => pair.fresh)).toHaveLength(1);
    const conversationId = pairs[0]?.conversationId ?? '';
    await markDirectReady(directory, conversationId);
    const again = await reserveDirect(directory, {
      userId: ben,
      peerId: ann,
      conversationId: newId(),
      outboxId: newId(),
    });
    expect(again).toMatchObject({ conversationId, ready: true, fresh: false });
    const { rows } = await directory.pool.query("select id from outbox where payload ->> 'conversationId' = $1", [
      conversationId,
    ]);
    expect(rows).toHaveLength(1);
  });

  test('creating its conversation twice changes nothing', async () => {
    const [ann, ben] = await people();
    const { router } = databases;
    const id = newId();
    const shard = router.forConversation(id);
    const conversation = {
      id,
      kind: 'direct',
      hidden: false,
      departmentId: null,
      createdBy: ann,
      memberIds: [ann, ben],
      now: new Date(),
    } as const;
    const [first, second] = [newId(), newId()];
    expect(await createConversation(shard, { ...conversation, outboxId: first })).toBe(true);
    expect(await createConversation(shard, { ...conversation, outboxId: second })).toBe(false);
    expect(await loadOutbox(shard, [first, second])).toMatchObject([
      { id: first, kind: 'conversation', payload: { conversationId: id } },
    ]);
  });
});

describe('the outbox', () => {
  test('a row left behind is leased to one sweeper, and comes back if nobody finishes it', async () => {
    const { directory } = databases.router;
    await directory.pool.query('delete from outbox');
    const payload = { conversationId: '5', lowUser: '1', highUser: '2', createdBy: '1' };
    const id = newId();
    await directory.tx((tx) => insertOutbox(tx, { id, kind: 'direct', payload, handOverMs: 0 }));
    const claims = await Promise.all(Array.from({ length: 5 }, () => claimOutbox(directory, 10, 150)));
    expect(claims.flat()).toMatchObject([{ id, kind: 'direct', payload, attempts: 1 }]);
    await new Promise((resolve) => setTimeout(resolve, 250));
    expect(await claimOutbox(directory, 10, 150)).toMatchObject([{ id, attempts: 2 }]);
    expect(await outboxBacklog(directory)).toMatchObject({ rows: 1 });
    await finishOutbox(directory, [id]);
    expect(await outboxBacklog(directory)).toEqual({ rows: 0, oldestMs: 0 });
  });

  test('a fresh row is left to its writer', async () => {
    const { directory } = databases.router;
    const payload = { conversationId: '5', lowUser: '1', highUser: '2', createdBy: '1' };
    await directory.tx((tx) => insertOutbox(tx, { id: newId(), kind: 'direct', payload }));
    expect(await claimOutbox(directory, 10, 1_000)).toEqual([]);
  });

  test('markers stay as long as their row, and go after it', async () => {
    const { router } = databases;
    const [source, target] = [router.byId(0), router.byId(1)];
    const conversationId = idOn(router, source);
    const user = idOn(router, target);
    const facts = { kind: 'direct', hidden: false, departmentId: null, createdBy: user, now: new Date() } as const;
    await createConversation(source, { id: conversationId, memberIds: [user], outboxId: null, ...facts });
    const outboxId = newId();
    await appendBatch(source, { rows: [aRow({ conversationId, senderId: user })], now: Date.now(), outboxId });
    const [row] = await loadOutbox(source, [outboxId]);
    expect(row).toMatchObject({ kind: 'message', payload: [{ conversationId, from: 1, to: 1 }] });
    const entries = [{ userId: user, conversationId, kind: 1, rev: 1, seq: 1, payload: null }];
    const part = { sourceShard: source.id, outboxId, part: 0, entries };
    await fanoutBatch(target, [part]);
    expect(await cleanMarkers(router, 0)).toBe(0);
    expect(await fanoutBatch(target, [part])).toEqual([{ status: 'repeated' }]);
    await finishOutbox(source, [outboxId]);
    expect(await cleanMarkers(router, 60_000)).toBe(0);
    expect(await cleanMarkers(router, 0)).toBe(1);
  });
});

test('revocations: versions commit in order, so a reader never misses one', async () => {
  const { directory } = databases.router;
  const revoke = (n: number) =>
    directory.tx(async (tx) => {
      const version = await appendRevocation(tx, { userId: '1', deviceId: `d_device_${n}`, at: new Date() });
      await new Promise((resolve) => setTimeout(resolve, (n % 3) * 3));
      return version;
    });
  const seen: number[] = [];
  let writing = true;
  const reader = (async () => {
    for (let last = false; ;) {
      const found = await revocationsAfter(directory, seen.at(-1) ?? 0, 5);
      seen.push(...found.map((one) => one.version));
      if (found.length > 0) continue;
      if (last) return;
      last = !writing;
    }
  })();
  await Promise.all(Array.from({ length: 40 }, (_, n) => revoke(n)));
  writing = false;
  await reader;
  expect(seen).toEqual(Array.from({ length: 40 }, (_, n) => n + 1));
  expect(await revocationHead(directory)).toBe(40);
});
