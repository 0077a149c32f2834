import type { Directory } from './database.js';
import { statement } from './repository-files.js';

const ACQUIRE = statement('acquire_worker');
const RENEW = statement('renew_worker');
const RELEASE = statement('release_worker');

/** A worker id of the snowflakes. The holder mints only above highWaterMs, and never past the high water it last stored. */
export type WorkerLease = { workerId: number; fence: string; highWaterMs: number };

/** The lowest free worker id, or null: all 1,024 are taken. */
export async function acquireWorker(
  directory: Directory,
  holder: string,
  leaseMs: number,
): Promise<WorkerLease | null> {
  const { rows } = await directory.pool.query<{ worker_id: number; fence: string; high_water_ms: string }>({
    ...ACQUIRE,
    values: [holder, leaseMs],
  });
  const [row] = rows;
  return row === undefined
    ? null
    : { workerId: row.worker_id, fence: row.fence, highWaterMs: Number(row.high_water_ms) };
}

/** Keeps the lease and raises its high water. False = somebody else holds the id now: mint nothing more. */
export async function renewWorker(
  directory: Directory,
  lease: { workerId: number; fence: string },
  renewal: { leaseMs: number; highWaterMs: number },
): Promise<boolean> {
  const { rowCount } = await directory.pool.query({
    ...RENEW,
    values: [lease.workerId, lease.fence, renewal.leaseMs, renewal.highWaterMs],
  });
  return rowCount === 1;
}

/** Gives the id back at shutdown; harmless when it was lost. */
export async function releaseWorker(
  directory: Directory,
  lease: { workerId: number; fence: string; highWaterMs: number },
): Promise<void> {
  await directory.pool.query({ ...RELEASE, values: [lease.workerId, lease.fence, lease.highWaterMs] });
}
