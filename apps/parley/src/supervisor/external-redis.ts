import type { Settings } from '../settings.js';
import { accepts } from './probes.js';

/**
 * A line for the operator when nothing answers at the Redis of their own. No reason not to start: messages are stored without
 * it, and the server looks for it until it is there.
 */
export async function missingRedis({ external: { redisUrl } }: Settings): Promise<string | undefined> {
  if (redisUrl === undefined) return undefined;
  const { hostname, port } = new URL(redisUrl);
  const address = { host: hostname.replaceAll(/[[\]]/g, ''), port: port === '' ? 6379 : Number(port) };
  if (await accepts(address)) return undefined;
  return `PARLEY_REDIS_URL: nothing answers at ${hostname}:${address.port}. Messages are stored, but reach nobody live until it does; ./parley doctor tells`;
}
