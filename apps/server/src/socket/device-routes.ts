import type { Redis } from 'ioredis';
import { leaseKey } from './gateway-leases.js';

/** Routes of a user outlive their gateways by at most this long when nobody touches them. */
const ROUTE_TTL_S = 7 * 24 * 3600;

/** Redis answers nobody else meanwhile: 1,000 hashes are about a millisecond. */
const USERS_PER_LOOKUP = 1_000;
const BOOT_IDS_OF = `
local found = {}
for index, key in ipairs(KEYS) do
  found[index] = table.concat(redis.call('HVALS', key), ' ')
end
return found`;

const routeKey = (userId: string): string => `user:route:{${userId}}:devices`;

export type Route = { userId: string; deviceId: string; connectionId: string };

/**
 * Which gateway holds which device: a hash per user, `deviceId:connectionId` → boot id of the gateway. The lease belongs
 * to the boot id, so one key keeps all routes of a gateway alive, and a gateway that dies takes them with it.
 */
export class DeviceRoutes {
  private liveGateways = new Map<string, boolean>();
  private liveAt = 0;

  constructor(private readonly redis: Redis) {}

  async add(bootId: string, routes: readonly Route[]): Promise<void> {
    const pipeline = this.redis.pipeline();
    for (const route of routes) {
      pipeline.hset(routeKey(route.userId), `${route.deviceId}:${route.connectionId}`, bootId);
      pipeline.expire(routeKey(route.userId), ROUTE_TTL_S);
    }
    const results = await pipeline.exec();
    const failed = results?.find(([error]) => error !== null);
    if (failed?.[0] !== undefined && failed[0] !== null) throw failed[0];
  }

  async remove(route: Route): Promise<void> {
    await this.redis.hdel(routeKey(route.userId), `${route.deviceId}:${route.connectionId}`);
  }

  /** The live gateways that hold devices of each user; users without any are left out. */
  async gatewaysOf(userIds: readonly string[]): Promise<Map<string, Set<string>>> {
    const rows = await this.rows(userIds);
    const live = await this.leasesOf(rows);
    const found = new Map<string, Set<string>>();
    userIds.forEach((userId, index) => {
      const gateways = new Set(rows[index]?.filter((bootId) => live.get(bootId) === true));
      if (gateways.size > 0) found.set(userId, gateways);
    });
    return found;
  }

  /** Those of these gateways that live. */
  async liveAmong(bootIds: readonly string[]): Promise<Set<string>> {
    const live = await this.leasesOf([bootIds]);
    return new Set(bootIds.filter((bootId) => live.get(bootId) === true));
  }

  /** Boot ids by user. One command for many users: a command each is what a delivery would cost most of. */
  private async rows(userIds: readonly string[]): Promise<string[][]> {
    const rows: string[][] = [];
    for (let at = 0; at < userIds.length; at += USERS_PER_LOOKUP) {
      const keys = userIds.slice(at, at + USERS_PER_LOOKUP).map(routeKey);
      const found = (await this.redis.eval(BOOT_IDS_OF, keys.length, ...keys)) as string[];
      rows.push(...found.map((joined) => (joined === '' ? [] : joined.split(' '))));
    }
    return rows;
  }

  /**
   * Whether these gateways live. Leases are looked up again after a second, and for gateways not met before. Answered
   * from what this look began with: another one may begin anew while Redis is asked, and would forget those known here.
   */
  private async leasesOf(rows: readonly (readonly string[])[]): Promise<ReadonlyMap<string, boolean>> {
    const now = performance.now();
    if (now - this.liveAt > 1_000) {
      this.liveGateways = new Map();
      this.liveAt = now;
    }
    const live = this.liveGateways;
    const bootIds = [...new Set(rows.flat())].filter((bootId) => !live.has(bootId));
    if (bootIds.length === 0) return live;
    const leases = await this.redis.mget(bootIds.map(leaseKey));
    bootIds.forEach((bootId, index) => live.set(bootId, leases[index] !== null));
    return live;
  }
}
