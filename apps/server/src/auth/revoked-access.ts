import { Injectable } from '@nestjs/common';
import type { OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import { LIMITS, ParleyError } from '@parley/contract';
import { Redis } from 'ioredis';
import { Clock } from '../platform/clock.js';
import { UserAccess } from '../org/user.access.js';
import { Logger } from '../platform/logger.js';
import type { Actor } from './actor.js';
import { RevokedDevices } from './revoked-devices.js';
import { REVOCATION_CHANNEL, Revocations } from './revocations.js';

const POLL_MS = 2_000;
/** A token that was made before its device was revoked is dead after this. */
const KEEP_MS = LIMITS.accessTokenTtlMs + 60_000;

/**
 * Whose access tokens no longer count although they have not expired: what logic asks on every request. Entries leave
 * once no such token can be alive, so the set stays small.
 */
@Injectable()
export class RevokedAccess implements OnApplicationBootstrap, OnApplicationShutdown {
  private version = '0';
  private readonly devices = new RevokedDevices(KEEP_MS);
  private readonly users = new Map<string, number>();
  private readonly subscriber: Redis;
  private timer: NodeJS.Timeout | null = null;
  private running: Promise<void> | null = null;

  constructor(
    private readonly revocations: Revocations,
    private readonly clock: Clock,
    private readonly logger: Logger,
    private readonly people: UserAccess,
    redis: Redis,
  ) {
    this.subscriber = redis.duplicate({ lazyConnect: true, enableOfflineQueue: true, maxRetriesPerRequest: null });
  }

  async onApplicationBootstrap(): Promise<void> {
    this.subscriber.on('message', () => void this.refresh());
    this.subscriber.on('error', () => undefined);
    this.subscriber.subscribe(REVOCATION_CHANNEL).catch(() => undefined);
    this.timer = setInterval(() => void this.refresh(), POLL_MS);
    await this.refresh();
  }

  onApplicationShutdown(): void {
    if (this.timer !== null) clearInterval(this.timer);
    this.subscriber.disconnect();
  }

  /** Throws DEVICE_REVOKED or USER_DISABLED. */
  check(actor: Actor): void {
    if (this.users.has(actor.userId)) throw new ParleyError('USER_DISABLED');
    const revoked = this.devices.errorFor(actor);
    if (revoked !== null) throw revoked;
  }

  /** After the commit of a revocation: here it counts at once, elsewhere as soon as the hint or the poll finds it. */
  async announce(): Promise<void> {
    this.revocations.hint();
    await this.refresh();
  }

  /** Reads what is new; calls that meet share one read. */
  refresh(): Promise<void> {
    this.running ??= this.read().finally(() => {
      this.running = null;
    });
    return this.running;
  }

  private async read(): Promise<void> {
    const now = this.clock.now();
    try {
      const news = await this.revocations.since(this.version);
      this.version = news.version;
      for (const device of news.revokedDevices) this.devices.add(device, now);
      for (const userId of news.disabledUsers) this.users.set(userId, now);
      for (const userId of news.enabledUsers) this.users.delete(userId);
      this.people.forget([...news.disabledUsers, ...news.enabledUsers]);
    } catch (error) {
      this.logger.warn('revocations could not be read', { err: error });
    }
    this.devices.forget(now);
    for (const [userId, since] of this.users) if (now - since > KEEP_MS) this.users.delete(userId);
  }
}
