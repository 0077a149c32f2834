import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type DynamicModule, type INestApplicationContext, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { MessageGateway } from '../message/message.gateway.js';
import { Clock } from '../platform/clock.js';
import type { Config } from '../platform/config.js';
import type { HealthServer } from '../platform/health.js';
import { type Logger, nestLog } from '../platform/logger.js';
import { metrics } from '../platform/metrics.js';
import { createRedis, createSubscriber } from '../platform/redis.js';
import { stopInOrder } from '../platform/stop-steps.js';
import { PresenceGateway } from '../presence/presence.gateway.js';
import { ReceiptGateway } from '../receipt/receipt.gateway.js';
import type { Redis } from 'ioredis';
import { LOGIC_PORT, type LogicPort } from '../rpc/logic.port.js';
import { LogicLink, remoteLogic } from '../rpc/remote-logic.js';
import { addressReader } from '../socket/client-address.js';
import { Front } from '../socket/front.js';
import { publicServer } from '../socket/public-server.js';
import { Gateway, type GatewayParts } from '../socket/gateway.js';
import { INTERESTS, Interests } from '../socket/interests.js';
import { listenWide } from '../socket/listen-wide.js';
import { Looks } from '../socket/looks.js';
import { Rooms } from '../socket/rooms.js';
import { SendAdmission } from '../socket/send-admission.js';
import { ShardPlaces } from '../socket/shard-places.js';
import { CursorAcks } from '../socket/cursor-acks.js';
import { SyncGateway } from '../sync/sync.gateway.js';
import { watchPart } from './watch-part.js';

/** What a gateway gets from logic when both run in one process. */
export type LocalLogic = { port: LogicPort; api: (req: IncomingMessage, res: ServerResponse) => void };

export type RunningGateway = { gateway: Gateway; stop: () => Promise<void> };

type Process = { config: Config; logger: Logger; health: HealthServer };

/** Starts the gateway role: the public port, sockets included. It holds no way to a database. */
export async function start(process: Process, local: LocalLogic | null): Promise<RunningGateway> {
  const { config, logger, health } = process;
  const secret = config.logic.rpcSecret ?? '';
  const links = local === null ? config.logic.rpcUrls.map((url) => new LogicLink(url, secret, logger)) : [];
  const logic = local?.port ?? remoteLogic(links);
  const redis = createRedis(config.redis.url, 'gateway', logger);
  const bootId = randomUUID();
  const rooms = new Rooms({ bootId, interests: new Interests(redis, INTERESTS.rooms), logic, logger });
  const looks = new Looks(bootId, new Interests(redis, INTERESTS.looks));
  const app = await NestFactory.createApplicationContext(GatewayModule.of({ logic, rooms, looks }), {
    logger: nestLog(logger),
    abortOnError: false,
  });
  const front = createFront(process, local);
  const server = publicServer(front.handle);
  const subscriber = createSubscriber(config.redis.url, 'gateway-channel', logger);
  const gateway = new Gateway({
    config,
    logic,
    redis,
    subscriber,
    rooms,
    looks,
    clock: app.get(Clock),
    logger,
    ...handlersOf(app),
  });
  await waitFor(links);
  await gateway.start(server);
  const unlisten = await listenWide(server, config.http);
  health.register('logic link', () => {
    if (local !== null || links.some((link) => link.up)) return Promise.resolve({});
    throw new Error('no logic process answers: check PARLEY_RPC_URLS');
  });
  health.register('gateway', () => Promise.resolve({ connections: gateway.connections.size }));
  const admission = app.get(SendAdmission);
  const places = new ShardPlaces(logic, admission, logger);
  places.start();
  const unmeasured = measure(gateway, admission, local === null ? { redis, links } : null);
  const stop = async (): Promise<void> => {
    unmeasured();
    places.stop();
    unlisten();
    await stopInOrder(logger, [['connections', () => gateway.stop()]]);
    server.closeAllConnections();
    front.close();
    for (const link of links) link.close();
    redis.disconnect();
    subscriber.disconnect();
    await app.close();
  };
  return { gateway, stop };
}

@Module({})
class GatewayModule {
  static of({ logic, rooms, looks }: { logic: LogicPort; rooms: Rooms; looks: Looks }): DynamicModule {
    const port = { provide: LOGIC_PORT, useValue: logic };
    return {
      module: GatewayModule,
      providers: [
        port,
        { provide: Rooms, useValue: rooms },
        { provide: Looks, useValue: looks },
        Clock,
        CursorAcks,
        SendAdmission,
        MessageGateway,
        SyncGateway,
        ReceiptGateway,
        PresenceGateway,
      ],
    };
  }
}

/** Every event of the contract has exactly one handler, or this doesn't compile. */
function handlersOf(app: INestApplicationContext): Pick<GatewayParts, 'handlers' | 'refusedEarly' | 'refuseUnread'> {
  const messages = app.get(MessageGateway);
  return {
    handlers: {
      ...messages.handlers,
      ...app.get(SyncGateway).handlers,
      ...app.get(ReceiptGateway).handlers,
      ...app.get(PresenceGateway).handlers,
    },
    refusedEarly: (connection, event, payload) => {
      if (event === 'message.send') messages.refusedEarly(connection.id, payload);
    },
    refuseUnread: (connection, packet) => messages.refuseUnread(connection, packet),
  };
}

/** What is asked when somebody reads the metrics; logic in the same process tells of Redis itself. */
function measure(
  gateway: Gateway,
  admission: SendAdmission,
  remote: { redis: Redis; links: readonly LogicLink[] } | null,
): () => void {
  const ends = [
    metrics.connections.supply({}, () => gateway.connections.size),
    metrics.sendsLimit.supply({}, () => admission.limit),
  ];
  if (remote !== null) {
    const { redis, links } = remote;
    ends.push(
      watchPart('redis', () => redis.ping()),
      metrics.reachable.supply({ part: 'logic' }, () => (links.some((link) => link.up) ? 1 : 0)),
    );
  }
  return () => ends.forEach((end) => end());
}

function createFront({ config, logger }: Process, local: LocalLogic | null): Front {
  const parts = {
    localApi: local?.api ?? null,
    logicUrls: config.logic.urls,
    webUrl: config.web.url,
    clientAddress: addressReader(config.http.trustProxy),
  };
  return new Front(parts, logger);
}

/** A gateway that starts before logic waits for it instead of dying over and over. */
async function waitFor(links: readonly LogicLink[]): Promise<void> {
  while (links.length > 0 && !links.some((link) => link.up)) await new Promise((resolve) => setTimeout(resolve, 50));
}
