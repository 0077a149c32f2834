import { ParleyError } from '@parley/contract';
import { EPOCH_MS } from '@parley/core';
import { expect, test } from 'vitest';
import { IdGenerator, type LeaseStore, type WorkerLease } from './ids.js';

const HOUR = 3_600_000;
const START = EPOCH_MS + 100 * HOUR;

/** The directory's rows as they are: a fence per worker id, a high water that only grows. */
class Leases implements LeaseStore {
  readonly rows: { fence: number; highWaterMs: number; holder: string | null }[] = [];
  away = false;

  acquire(holder: string): Promise<WorkerLease> {
    if (this.away) return Promise.reject(new Error('directory is away'));
    let workerId = this.rows.findIndex((row) => row.holder === null);
    if (workerId === -1) workerId = this.rows.push({ fence: 0, highWaterMs: 0, holder: null }) - 1;
    const row = this.rows[workerId];
    if (row === undefined) throw new Error('unreachable');
    row.fence += 1;
    row.holder = holder;
    return Promise.resolve({ workerId, fence: String(row.fence), highWaterMs: row.highWaterMs });
  }

  renew(lease: WorkerLease): Promise<boolean> {
    if (this.away) return Promise.reject(new Error('directory is away'));
    const row = this.rows[lease.workerId];
    if (row === undefined || String(row.fence) !== lease.fence) return Promise.resolve(false);
    row.highWaterMs = Math.max(row.highWaterMs, lease.highWaterMs);
    return Promise.resolve(true);
  }

  release(lease: WorkerLease): Promise<void> {
    const row = this.rows[lease.workerId];
    if (row !== undefined && String(row.fence) === lease.fence)
      Object.assign(row, { holder: null, highWaterMs: lease.highWaterMs });
    return Promise.resolve();
  }

  /** Another process took the id over after the lease ran out. */
  steal(workerId: number): void {
    const row = this.rows[workerId];
    if (row !== undefined) Object.assign(row, { holder: 'another', fence: row.fence + 1 });
  }
}

function generator(store: Leases): { ids: IdGenerator; time: { wall: number; monotonic: number }; alarms: string[] } {
  const time = { wall: START, monotonic: 1_000 };
  const alarms: string[] = [];
  const ids = new IdGenerator(store, { wallMs: () => time.wall, monotonicMs: () => time.monotonic }, (message) =>
    alarms.push(message),
  );
  return { ids, time, alarms };
}

const codeOf = (make: () => string): string => {
  try {
    return make();
  } catch (error) {
    return error instanceof ParleyError ? error.code : 'not coded';
  }
};

test.each([2_000, HOUR])('a clock stepped back by %i ms: ids go on growing, an alarm is raised once', async (step) => {
  const { ids, time, alarms } = generator(new Leases());
  await ids.keep();
  const before = BigInt(ids.next());
  time.wall -= step;
  time.monotonic += 1_000;
  time.wall += 1_000;
  await ids.keep();
  await ids.keep();
  expect(BigInt(ids.next())).toBeGreaterThan(before);
  expect(alarms).toEqual(['the wall clock was stepped; ids go on unaffected']);
});

test('a lost lease refuses nothing more than a moment: a new worker id is taken, ids never repeat', async () => {
  const store = new Leases();
  const { ids, time } = generator(store);
  await ids.keep();
  const seen = new Set([ids.next(), ids.next()]);
  store.steal(0);
  time.monotonic += 5_000;
  await ids.keep();
  for (let i = 0; i < 100; i += 1) seen.add(ids.next());
  expect(seen.size).toBe(102);
  expect(store.rows[1]?.holder).not.toBe(null);
});

test('while the directory is away ids go on till the lease ends, then are refused', async () => {
  const store = new Leases();
  const { ids, time } = generator(store);
  await ids.keep();
  store.away = true;
  time.monotonic += 10_000;
  await ids.keep();
  expect(codeOf(() => ids.next())).toMatch(/^\d+$/);
  time.monotonic += 20_000;
  await ids.keep();
  expect(codeOf(() => ids.next())).toBe('UNAVAILABLE');
  store.away = false;
  await ids.keep();
  expect(codeOf(() => ids.next())).toMatch(/^\d+$/);
});

test('the next holder of a worker id starts above everything the last one can have made, even with its clock behind', async () => {
  const store = new Leases();
  const first = generator(store);
  await first.ids.keep();
  const last = BigInt(first.ids.next());
  // Killed: its row is taken over without a release, by a machine whose clock is an hour behind.
  const row = store.rows[0];
  if (row !== undefined) row.holder = null;
  const second = generator(store);
  second.time.wall -= HOUR;
  await second.ids.keep();
  expect(BigInt(second.ids.next())).toBeGreaterThan(last);
});
