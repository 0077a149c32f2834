import type { Redis } from 'ioredis';

/** Long enough for a gateway to miss two renewals, short enough that the dead are dropped soon. */
export const LEASE_MS = 15_000;
export const RENEW_MS = 5_000;
/** Who publishes believes this long that there is one gateway; one that comes waits longer before it relies on being found. */
const KNOWN_MS = 1_000;
export const SETTLE_MS = 1_500;

export const LEASE_PREFIX = 'parley:gateway-lease:';
export const leaseKey = (bootId: string): string => `${LEASE_PREFIX}${bootId}`;
/** All gateways by when their leases end, in the time of Redis: one clock for all of them. */
const GATEWAYS = 'parley:gateways';

const NOW = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)`;
const RENEW = `${NOW}
local before = redis.call('SET', KEYS[1], '1', 'PX', ARGV[2], 'GET')
redis.call('ZADD', KEYS[2], now + ARGV[2], ARGV[1])
redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', now)
return {before and 1 or 0, redis.call('ZCARD', KEYS[2])}`;
const TWO = `${NOW}
return redis.call('ZRANGEBYSCORE', KEYS[1], now, '+inf', 'LIMIT', 0, 2)`;

/** Which gateways there are. A gateway's lease keeps all of its routes alive, and takes them with it when the gateway dies. */
export class GatewayLeases {
  private only: Promise<string | null> | null = null;
  private onlyAt = -Infinity;

  constructor(private readonly redis: Redis) {}

  /** `kept` false: the marker was gone, so the routes are too (Redis was emptied or replaced). `alone`: there is no other gateway. */
  async renew(bootId: string): Promise<{ kept: boolean; alone: boolean }> {
    const [kept, count] = (await this.redis.eval(RENEW, 2, leaseKey(bootId), GATEWAYS, bootId, LEASE_MS)) as number[];
    return { kept: kept === 1, alone: count === 1 };
  }

  async release(bootId: string): Promise<void> {
    await this.redis.multi().del(leaseKey(bootId)).zrem(GATEWAYS, bootId).exec();
  }

  /** The gateway that has every device, if there is just one; a second old at most. */
  one(): Promise<string | null> {
    const now = performance.now();
    if (this.only === null || now - this.onlyAt > KNOWN_MS) {
      this.onlyAt = now;
      this.only = this.lookUp();
      this.only.catch(() => (this.only = null));
    }
    return this.only;
  }

  private async lookUp(): Promise<string | null> {
    const found = (await this.redis.eval(TWO, 1, GATEWAYS)) as string[];
    return found.length === 1 ? (found[0] ?? null) : null;
  }
}
