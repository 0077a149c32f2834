import { ShardRouter } from '@parley/db';
import { Clock } from './clock.js';
import { type Config, databasesOf } from './config.js';
import { IdGenerator } from './ids.js';
import { leaseStore } from './lease-store.js';
import type { Logger } from './logger.js';
import { metrics } from './metrics.js';
import type { Platform } from './platform.module.js';
import { createRedis } from './redis.js';

export type OpenPlatform = Platform & { close: () => Promise<void> };

/** Opens what logic and worker share in one process: databases, Redis, the worker id. Fails with the part that is away. */
export async function openPlatform(config: Config, logger: Logger): Promise<OpenPlatform> {
  const databases = databasesOf(config);
  const shards = await ShardRouter.open(
    { directoryUrl: databases.directoryUrl, shards: databases.shards },
    {
      size: databases.pool,
      applicationName: `parley-${config.roles.join('-')}`,
      statementTimeoutMs: databases.timeoutMs,
      onSilence: (database, afterMs) => {
        metrics.databaseSilences.inc({ database });
        logger.error('a database does not answer', { database, afterMs });
      },
    },
  );
  const redis = createRedis(config.redis.url, config.roles.join('-'), logger);
  const clock = new Clock();
  const clocks = { wallMs: () => clock.now(), monotonicMs: () => performance.now() };
  const ids = new IdGenerator(leaseStore(shards.directory), clocks, (message, fields) => logger.error(message, fields));
  await ids.start();
  const close = async (): Promise<void> => {
    await ids.stop();
    redis.disconnect();
    await shards.close();
  };
  return { config, logger, clock, shards, redis, ids, close };
}
