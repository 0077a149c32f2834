import type { Server as HttpServer } from 'node:http';
import type { Redis } from 'ioredis';
import { AccessVerifier } from '../auth/access-token.js';
import type { Clock } from '../platform/clock.js';
import type { Config } from '../platform/config.js';
import type { Logger } from '../platform/logger.js';
import { spans } from '../platform/spans.js';
import { metrics } from '../platform/metrics.js';
import { drainWindowMs, isSilent } from '@parley/core';
import { Batcher } from '../platform/batcher.js';
import type { LogicPort, SeenDevice } from '../rpc/logic.port.js';
import type { Connection } from './connection.js';
import { type Route, DeviceRoutes } from './device-routes.js';
import { Door } from './door.js';
import { type DispatcherOptions, type Handlers, SocketDispatcher } from './dispatcher.js';
import type { Delivery, EventDelivery, SignalDelivery } from './envelope.js';
import { encodeEvent, withOwn } from './frames.js';
import { GatewayLeases } from './gateway-leases.js';
import { GatewayLink } from './gateway-link.js';
import type { Looks } from './looks.js';
import { OutgoingFrame } from './outgoing-frame.js';
import { PresenceClaims } from './presence-claims.js';
import { PresenceReporter } from './presence-reporter.js';
import { countDelivered } from './count-delivered.js';
import { ConnectionRegistry } from './registry.js';
import type { Rooms } from './rooms.js';
import { RevocationWatch } from './revocation-watch.js';
import { closeWith, SocketServer } from './socket-server.js';
import type { ClientEvent } from '@parley/contract';

export type GatewayParts = {
  config: Config;
  logic: LogicPort;
  redis: Redis;
  subscriber: Redis;
  rooms: Rooms;
  looks: Looks;
  clock: Clock;
  logger: Logger;
  handlers: Handlers<ClientEvent>;
  refusedEarly: DispatcherOptions['refusedEarly'];
  refuseUnread: DispatcherOptions['refuseUnread'];
};

/** Who connects is told to logic together with those who connect at the same time. */
const SEEN = { waitMs: 1_000, max: 500, bound: 50_000 };
/** Devices hear "pull" spread over this window: all at once would be a herd. */
const RESYNC_WINDOW_MS = 5_000;
/** Closed sockets get this long to hear why. */
const CLOSE_GRACE_MS = 200;
/** The only gateway lets its devices go within this time. */
const ALONE_MS = 10_000;
/** How often it is looked who was not heard of for too long. */
const SWEEP_MS = 5_000;

/** One gateway: the connections it holds, what reaches them, how it starts and ends. */
export class Gateway {
  readonly bootId: string;
  readonly connections = new ConnectionRegistry();
  private readonly link: GatewayLink;
  private readonly revocations: RevocationWatch;
  private readonly presence: PresenceReporter;
  private readonly seen: Batcher<SeenDevice, null>;
  private readonly resyncing = new Set<Connection>();
  private verifier: AccessVerifier | null = null;
  private sockets: SocketServer | null = null;
  private sweep: NodeJS.Timeout | null = null;

  constructor(private readonly parts: GatewayParts) {
    const { logic, logger, redis, rooms, subscriber } = parts;
    this.bootId = rooms.bootId;
    this.link = new GatewayLink(this.bootId, subscriber, new DeviceRoutes(redis), new GatewayLeases(redis), logger);
    this.revocations = new RevocationWatch(logic, () => this.closeRevoked(), logger);
    this.presence = new PresenceReporter({
      bootId: this.bootId,
      logic,
      connections: this.connections,
      claims: new PresenceClaims(redis),
      clock: parts.clock,
    });
    this.seen = new Batcher(async (devices) => {
      await logic.devicesSeen({ devices: [...devices] });
      return devices.map(() => null);
    }, SEEN);
  }

  /** Waits for logic: without its keys nobody could sign in. */
  async start(http: HttpServer): Promise<void> {
    const { config, logic, clock, logger, handlers, refusedEarly, refuseUnread } = this.parts;
    this.verifier = new AccessVerifier(await logic.info(), clock);
    await this.revocations.poll();
    this.revocations.start();
    this.presence.start();
    this.sweep = setInterval(() => this.closeSilent(), SWEEP_MS);
    await this.link.start({
      routes: () => this.routes(),
      rooms: this.parts.rooms,
      deliver: (deliveries) => this.deliver(deliveries, true),
      resync: () => this.resync(),
      rewritten: () => this.presence.again(),
      revoked: () => void this.revocations.poll(),
    });
    const dispatcher = new SocketDispatcher(
      handlers,
      { eventsPerSecond: config.limits.socketEventsPerSecond, refusedEarly, refuseUnread },
      logger,
    );
    this.sockets = new SocketServer(
      http,
      dispatcher,
      {
        verifier: () => this.knownVerifier(),
        isRevoked: (actor) => this.revocations.errorFor(actor),
        opened: (connection, address) => this.opened(connection, address),
        closed: (connection) => this.closed(connection),
      },
      {
        clock,
        maxQueuedBytes: config.limits.socketBufferBytes,
        acceptPerSecond: config.limits.acceptPerSecond,
        socketsPerAccount: config.limits.socketsPerAccount,
        door: new Door({ trustProxy: config.http.trustProxy, strangersPerAddress: config.limits.strangersPerAddress }),
      },
    );
  }

  /** Tells devices to go, waits for them within the window, closes the rest. */
  async stop(): Promise<void> {
    const { drainMs } = this.parts.config.limits;
    // Nobody else takes them: they wait outside until the next one is here, however slowly they go.
    const mostMs = (await this.link.isAlone()) ? Math.min(drainMs, ALONE_MS) : drainMs;
    const withinMs = drainWindowMs(this.connections.size, mostMs);
    this.sockets?.startDrain(this.connections.all(), withinMs);
    const until = performance.now() + withinMs;
    while (this.connections.size > 0 && performance.now() < until)
      await new Promise((resolve) => setTimeout(resolve, 50));
    this.sockets?.close();
    this.presence.stop();
    if (this.sweep !== null) clearInterval(this.sweep);
    this.revocations.stop();
    await this.link.stop();
  }

  /** Envelopes from any logic process; in one process straight from the fan-out, which has not looked whom this gateway holds. */
  readonly deliver = (deliveries: readonly Delivery[], isRouted = false): void => {
    for (const delivery of deliveries) {
      switch (delivery.kind) {
        case 'event':
          if (!this.deliverEvent(delivery) && isRouted) metrics.routeMisses.inc({ where: 'gateway' });
          break;
        case 'signal':
          this.deliverSignal(delivery);
          break;
        case 'room':
          this.parts.rooms.deliver(delivery);
          break;
        case 'look':
          this.parts.looks.deliver(delivery);
          break;
        case 'joined':
          this.parts.rooms.joined(
            delivery,
            delivery.userIds.flatMap((userId) => [...this.connections.ofUser(userId)]),
          );
      }
    }
  };

  /** False: nobody of them is connected here. */
  private deliverEvent({ userId, origin, own, measure, frame }: EventDelivery): boolean {
    const whole = new OutgoingFrame(frame);
    let isHere = false;
    let devices = 0;
    for (const connection of this.connections.ofUser(userId)) {
      isHere = true;
      if (connection.id === origin) {
        connection.addOwn(own);
        continue;
      }
      // Places of own sends go along: the device would take them for a gap.
      const before = connection.takeOwn();
      const mine = before.length > 0 ? new OutgoingFrame(withOwn(frame, before)) : whole;
      if (connection.write(mine)) devices += 1;
    }
    countDelivered(measure, devices);
    const { traces, span } = measure;
    if (devices > 0 && span !== undefined) spans.below([span], 'deliver', { devices, entries: measure.entries })?.end();
    if (devices > 0 && traces.length > 0) this.parts.logger.debug('delivered', { traces, userId, devices });
    return isHere;
  }

  private deliverSignal({ userIds, watching, frame }: SignalDelivery): void {
    const whole = new OutgoingFrame(frame);
    for (const userId of userIds) {
      for (const connection of this.connections.ofUser(userId)) {
        if (watching !== null && !connection.watching.has(watching)) continue;
        connection.write(whole);
      }
    }
  }

  /** Known here once its route is written, right before `ready`: what came in between is found by the pull that follows. */
  private async opened(connection: Connection, address: string): Promise<void> {
    await this.link.addRoute(routeOf(connection));
    if (!connection.socket.connected) return this.closed(connection);
    this.connections.add(connection);
    const { userId, deviceId } = connection.actor;
    connection.beaten = () => this.presence.here(userId);
    this.presence.here(userId);
    // A hint: when it fails, the next connection or refresh says it.
    this.seen.add({ userId, deviceId, address, at: this.parts.clock.now() }).catch(() => undefined);
  }

  private closed(connection: Connection): void {
    this.connections.remove(connection);
    this.parts.rooms.closed(connection);
    this.parts.looks.closed(connection);
    void this.link.removeRoute(routeOf(connection));
    this.presence.closed(connection.actor.userId);
  }

  private *routes(): Generator<Route> {
    for (const connection of this.connections.all()) yield routeOf(connection);
  }

  private resync(): void {
    metrics.resyncs.inc();
    const frame = new OutgoingFrame(encodeEvent('resync', { reason: 'routes-rewritten' }));
    for (const connection of this.connections.all()) {
      // Told already and not gone out yet: once is enough.
      if (this.resyncing.has(connection)) continue;
      this.resyncing.add(connection);
      setTimeout(() => {
        this.resyncing.delete(connection);
        if (connection.socket.connected) connection.write(frame);
      }, Math.random() * RESYNC_WINDOW_MS);
    }
  }

  /** Three heartbeats didn't come: the network is gone, whatever the socket believes. */
  private closeSilent(): void {
    const now = performance.now();
    for (const connection of this.connections.all()) {
      if (isSilent({ at: connection.heardAt, network: connection.network }, now)) connection.close();
    }
  }

  private closeRevoked(): void {
    for (const connection of this.connections.all()) {
      const error = this.revocations.errorFor(connection.actor);
      if (error === null) continue;
      closeWith(connection, error);
      setTimeout(() => connection.close(), CLOSE_GRACE_MS);
    }
  }

  private knownVerifier(): AccessVerifier {
    if (this.verifier === null) throw new Error('the gateway has not started');
    return this.verifier;
  }
}

function routeOf(connection: Connection): Route {
  return { userId: connection.actor.userId, deviceId: connection.actor.deviceId, connectionId: connection.id };
}
