import { Redis } from 'ioredis';
import type { Logger } from './logger.js';

/** A command that Redis doesn't answer in this time counts as lost; Redis never holds up an ack. */
const COMMAND_TIMEOUT_MS = 1_500;
/** A connection that has answered nothing for so long is dead, whatever TCP believes: another one is opened. */
const SILENT_MS = 4_000;

/**
 * A connection for commands. It fails at once while Redis is away (nothing queues up), and reconnects for ever: what
 * Redis holds is rebuilt, so callers treat a failure as "not there".
 */
export function createRedis(url: string, name: string, logger: Logger): Redis {
  const redis = new Redis(url, {
    connectionName: `parley-${name}`,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 1,
    commandTimeout: COMMAND_TIMEOUT_MS,
    socketTimeout: SILENT_MS,
    connectTimeout: 2_000,
    retryStrategy: (attempt) => Math.min(50 * attempt, 1_000),
  });
  reportOutages(redis, name, logger);
  return redis;
}

/**
 * A connection that only listens: it waits for Redis as long as it takes and subscribes again by itself. It notices a dead
 * line by what it asks: whoever owns it pings now and then.
 */
export function createSubscriber(url: string, name: string, logger: Logger): Redis {
  const redis = new Redis(url, {
    connectionName: `parley-${name}`,
    maxRetriesPerRequest: null,
    autoResubscribe: true,
    socketTimeout: SILENT_MS,
    connectTimeout: 2_000,
    retryStrategy: (attempt) => Math.min(50 * attempt, 1_000),
  });
  reportOutages(redis, name, logger);
  return redis;
}

/** One line when Redis goes, one when it is back; the retries between say nothing new. */
function reportOutages(redis: Redis, name: string, logger: Logger): void {
  let away = false;
  redis.on('error', (error: Error) => {
    if (!away)
      logger.warn('Redis is away: check PARLEY_REDIS_URL and the server', { connection: name, error: error.message });
    away = true;
  });
  redis.on('ready', () => {
    if (away) logger.info('Redis is back', { connection: name });
    away = false;
  });
}
