import type { Redis } from 'ioredis';
import type { Logger } from '../platform/logger.js';
import { metrics } from '../platform/metrics.js';
import { CHANNELS, type Delivery, RESYNC_ALL, unpackEnvelope } from './envelope.js';
import type { Rooms } from './rooms.js';
import type { DeviceRoutes, Route } from './device-routes.js';
import { type GatewayLeases, RENEW_MS, SETTLE_MS } from './gateway-leases.js';

export type GatewayLinkHooks = {
  routes: () => Iterable<Route>;
  /** Whose interests are kept beside the routes. */
  rooms: Pick<Rooms, 'announceAgain' | 'takeDirty'>;
  deliver: (deliveries: readonly Delivery[]) => void;
  /** Something may not have reached the devices: tell them to pull, not all at once. */
  resync: () => void;
  /** Redis was away or lost its data: what else was said there may be gone. */
  rewritten: () => void;
  /** Somebody was signed out or disabled. */
  revoked: () => void;
};

const ROUTES_PER_WRITE = 500;
/** Removals that wait for Redis; those beyond end with the lease. */
const MAX_GONE = 50_000;
const PING_MS = 3_000;

/**
 * The gateway's side of Redis: its own channel, its lease, its routes. When Redis was away or lost its data, the
 * routes are written again and the devices pull what may have passed them by.
 */
export class GatewayLink {
  private timer: NodeJS.Timeout | null = null;
  private dirty = false;
  private gone: Route[] = [];
  private subscribedOnce = false;
  private hooks: GatewayLinkHooks | null = null;

  constructor(
    readonly bootId: string,
    private readonly subscriber: Redis,
    private readonly table: DeviceRoutes,
    private readonly leases: GatewayLeases,
    private readonly logger: Logger,
  ) {}

  async start(hooks: GatewayLinkHooks): Promise<void> {
    this.hooks = hooks;
    const mine = Buffer.from(CHANNELS.gateway(this.bootId));
    this.subscriber.on('messageBuffer', (channel: Buffer, message: Buffer) => {
      if (channel.equals(mine)) this.receive(message, hooks);
      else if (message.toString() === RESYNC_ALL) hooks.resync();
      else hooks.revoked();
    });
    // Every 'ready' but the first follows an outage of the subscription: messages were published to nobody.
    this.subscriber.on('ready', () => {
      if (this.subscribedOnce) this.dirty = true;
    });
    const subscribed = this.subscriber
      .subscribe(CHANNELS.gateway(this.bootId), CHANNELS.allGateways, CHANNELS.revocations)
      .then(
        () => {
          this.subscribedOnce = true;
        },
        (error: unknown) => this.logger.error('subscription failed', { err: error }),
      );
    this.timer = setInterval(() => void this.renew(), RENEW_MS);
    // A gateway starts without Redis too: people can send, and what they miss comes with their heartbeat.
    await Promise.race([subscribed.then(() => this.renew()), new Promise((resolve) => setTimeout(resolve, 2_000))]);
  }

  /** Writes a route; a failure is made good by the next renewal, with a resync. */
  async addRoute(route: Route): Promise<void> {
    try {
      await this.table.add(this.bootId, [route]);
    } catch {
      this.dirty = true;
    }
  }

  async removeRoute(route: Route): Promise<void> {
    try {
      await this.table.remove(route);
    } catch {
      // The lease would keep it: the person would seem online. Removed with the next renewal.
      if (this.gone.length < MAX_GONE) this.gone.push(route);
    }
  }

  /** Whether no other gateway could take the devices of this one; so, too, when Redis does not say. */
  async isAlone(): Promise<boolean> {
    return (await this.leases.one().catch(() => this.bootId)) === this.bootId;
  }

  async stop(): Promise<void> {
    if (this.timer !== null) clearInterval(this.timer);
    await this.leases.release(this.bootId).catch(() => undefined);
  }

  private receive(message: Buffer, hooks: GatewayLinkHooks): void {
    try {
      hooks.deliver(unpackEnvelope(message));
    } catch (error) {
      this.logger.error('envelope is not readable', { err: error });
    }
  }

  private async renew(): Promise<void> {
    const { hooks } = this;
    if (hooks === null) return;
    void this.checkSubscription();
    try {
      const { kept, alone } = await this.leases.renew(this.bootId);
      // Who publishes may still believe that another gateway has every device: from now on nobody finds out too late.
      if (!kept && !alone) await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
      await this.removeGone();
      if (hooks.rooms.takeDirty()) this.dirty = true;
      if (kept && !this.dirty) return;
      const again = this.dirty;
      this.dirty = false;
      hooks.rewritten();
      let count = 0;
      for (const routes of chunks(hooks.routes(), ROUTES_PER_WRITE)) {
        await this.table.add(this.bootId, routes);
        count += routes.length;
      }
      await hooks.rooms.announceAgain();
      if (count === 0) return;
      metrics.routesRewritten.inc();
      this.logger.info('routes written again', { count, reason: again ? 'Redis was away' : 'the marker was gone' });
      hooks.resync();
    } catch {
      this.dirty = true; // said once by the connection's own log line
    }
  }

  private async removeGone(): Promise<void> {
    const gone = this.gone.splice(0);
    try {
      for (const route of gone) await this.table.remove(route);
    } catch (error) {
      this.gone.unshift(...gone);
      throw error;
    }
  }

  /** The subscription only listens, so a link that went dead says nothing: ask it, and open a new one. */
  private async checkSubscription(): Promise<void> {
    if (this.subscriber.status !== 'ready') return;
    const answered = await Promise.race([
      this.subscriber.ping().then(
        () => true,
        () => false,
      ),
      new Promise<boolean>((resolve) => setTimeout(() => resolve(false), PING_MS)),
    ]);
    if (!answered && this.subscriber.status === 'ready') this.subscriber.disconnect(true);
  }
}

function* chunks<T>(items: Iterable<T>, size: number): Generator<T[]> {
  let chunk: T[] = [];
  for (const item of items) {
    chunk.push(item);
    if (chunk.length === size) {
      yield chunk;
      chunk = [];
    }
  }
  if (chunk.length > 0) yield chunk;
}
