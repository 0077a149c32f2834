import { acquireWorker, type Directory, releaseWorker, renewWorker } from '@parley/db';
import type { LeaseStore } from './ids.js';

/** The leases as the directory keeps them: fenced, so the holder's name is for people. */
export function leaseStore(directory: Directory): LeaseStore {
  return {
    acquire: async (holder, ttlMs) => {
      const lease = await acquireWorker(directory, holder, ttlMs);
      if (lease === null) throw new Error('all 1,024 worker ids are taken: more processes run than can be');
      return lease;
    },
    renew: (lease, ttlMs) => renewWorker(directory, lease, { leaseMs: ttlMs, highWaterMs: lease.highWaterMs }),
    release: (lease) => releaseWorker(directory, lease),
  };
}
