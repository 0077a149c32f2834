import { clusterPart } from '../postgres/cluster.js';
import { findPlace } from '../postgres/place.js';
import type { RedisBinary } from '../redis/binary.js';
import { redisPart } from '../redis/redis.js';
import { CLUSTERS, portOf, type Install } from './install.js';
import type { PartSpec } from './part.js';

/** The embedded stores that the settings ask for. */
export function dataParts(install: Install, redis: RedisBinary | undefined): PartSpec[] {
  const { dir, secrets } = install;
  const specs: PartSpec[] = [];
  if (install.settings.external.databases === undefined) {
    const place = findPlace(dir);
    for (const name of CLUSTERS) specs.push(clusterPart({ name, port: portOf(install, name), place, secrets }));
  }
  if (redis !== undefined) specs.push(redisPart({ binary: redis, port: portOf(install, 'redis'), dir, secrets }));
  return specs;
}
