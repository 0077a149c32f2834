import { createHash } from 'node:crypto';
import { isIPv6 } from 'node:net';
import { ParleyError } from '@parley/contract';
import type { Redis } from 'ioredis';
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import type { RateLimiterAbstract } from 'rate-limiter-flexible';

const WINDOW_S = 15 * 60;

export type LoginLimits = { perAccount: number; perAddress: number };

/** One bound, counted here and in Redis. */
class Bound {
  private readonly memory: RateLimiterMemory;
  private readonly shared: RateLimiterRedis;

  constructor(redis: Redis, name: string, points: number) {
    this.memory = new RateLimiterMemory({ keyPrefix: name, points, duration: WINDOW_S });
    this.shared = new RateLimiterRedis({
      storeClient: redis,
      keyPrefix: `parley:login:${name}`,
      points,
      duration: WINDOW_S,
    });
  }

  /** Milliseconds to wait; 0 lets the attempt through. */
  async attempt(key: string): Promise<number> {
    return Math.max(...(await Promise.all([waitAfter(this.memory, key), waitAfter(this.shared, key)])));
  }

  async giveBack(key: string): Promise<void> {
    await this.both((limiter) => limiter.reward(key));
  }

  async forget(key: string): Promise<void> {
    await this.both((limiter) => limiter.delete(key));
  }

  private async both(act: (limiter: RateLimiterAbstract) => Promise<unknown>): Promise<void> {
    await Promise.allSettled([act(this.memory), act(this.shared)]);
  }
}

/**
 * Bounds failed sign-ins by login and by address. An attempt counts before its password is looked at, so that a thousand
 * at once can't slip through; one that succeeds is given back. Processes share the count through Redis and each keeps its
 * own as well: without Redis the door is neither open (the own count holds) nor shut (nobody waits for Redis).
 */
export class LoginLimiter {
  private readonly accounts: Bound;
  private readonly addresses: Bound;

  constructor(redis: Redis, limits: LoginLimits) {
    this.accounts = new Bound(redis, 'account', limits.perAccount);
    this.addresses = new Bound(redis, 'address', limits.perAddress);
  }

  /** Throws LOGIN_LIMITED. The answer is the same for logins that don't exist. */
  async attempt(login: string, address: string): Promise<void> {
    // One after the other: what an address is refused anyway must not count against people, or one could lock out anybody.
    const retryAfterMs =
      (await this.addresses.attempt(networkOf(address))) || (await this.accounts.attempt(keyOf(login)));
    if (retryAfterMs > 0) throw new ParleyError('LOGIN_LIMITED', { retryAfterMs });
  }

  /** The password was never looked at (a database was down, too many hashes at once): that was nobody's guess. */
  async undo(login: string, address: string): Promise<void> {
    await Promise.all([this.accounts.giveBack(keyOf(login)), this.addresses.giveBack(networkOf(address))]);
  }

  async succeeded(login: string, address: string): Promise<void> {
    await Promise.all([this.accounts.forget(keyOf(login)), this.addresses.giveBack(networkOf(address))]);
  }
}

async function waitAfter(limiter: RateLimiterAbstract, key: string): Promise<number> {
  try {
    await limiter.consume(key);
    return 0;
  } catch (refusal) {
    // Anything else is Redis being away: its share of the count is skipped.
    return refusal instanceof RateLimiterRes ? Math.max(1, refusal.msBeforeNext) : 0;
  }
}

/** Of fixed length, and no login stands in Redis. */
function keyOf(login: string): string {
  return createHash('sha256').update(login).digest('base64url');
}

/** One host may have 2^64 IPv6 addresses: its network counts. */
export function networkOf(address: string): string {
  if (!isIPv6(address)) return address;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  const [head = '', tail] = address.split('::');
  const front = head.split(':').filter((part) => part !== '');
  const back = (tail ?? '').split(':').filter((part) => part !== '');
  const zeros = Array.from({ length: Math.max(0, 8 - front.length - back.length) }, () => '0');
  return [...front, ...zeros, ...back].slice(0, 4).join(':').toLowerCase();
}
