import { existsSync } from 'node:fs';
import { join } from 'node:path';

import type { DataDir } from '../data-dir.js';
import { endLeftoverPostgres } from '../postgres/cluster.js';
import { findPlace, hasPlace } from '../postgres/place.js';
import { endLeftoverRedis } from '../redis/redis.js';
import { CLUSTERS } from './install.js';
import { endOrphans, findOrphans } from './orphans.js';

/**
 * Ends everything that outlived a supervisor which was killed, in the order of a stop; once `fast` holds, nothing is
 * waited for any longer than two seconds. False when there was nothing.
 */
export async function endLeftovers(dir: DataDir, installId: string, fast = (): boolean => false): Promise<boolean> {
  const orphans = findOrphans(dir, installId);
  await endOrphans(orphans, fast);
  const redis = await endLeftoverRedis(dir);
  const clusters = hasPlace(dir) ? CLUSTERS.map((name) => join(findPlace(dir).base, name)) : [];
  const ended = await Promise.all(
    clusters.filter((data) => existsSync(data)).map((data) => endLeftoverPostgres(data, fast)),
  );
  return orphans.length > 0 || redis || ended.includes(true);
}
