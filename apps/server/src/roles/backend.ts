import { Module, type DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DriftWorker } from '../drift/drift.worker.js';
import { DeliveryPublisher } from '../fanout/delivery-publisher.js';
import { FanOut } from '../fanout/fan-out.js';
import { RoomPublisher } from '../fanout/room-publisher.js';
import { OutboxFinisher } from '../fanout/outbox-finisher.js';
import { configureHttp, HTTP_APP_OPTIONS, httpAdapter } from '../http/configure.js';
import { OutboxWorker } from '../outbox/outbox.worker.js';
import type { Config } from '../platform/config.js';
import type { HealthServer } from '../platform/health.js';
import { type Logger, nestLog } from '../platform/logger.js';
import { type OpenPlatform, openPlatform } from '../platform/open-platform.js';
import { PlatformModule } from '../platform/platform.module.js';
import { type StopStep, stopInOrder, stopTogether } from '../platform/stop-steps.js';
import { PresenceWorker } from '../presence/presence.worker.js';
import { PushWorker } from '../push/push.worker.js';
import { RpcServer } from '../rpc/rpc-server.js';
import { ScheduledWorker } from '../scheduled/scheduled.worker.js';
import type { Gateway } from '../socket/gateway.js';
import { TrimWorker } from '../sync/trim.worker.js';
import type { LocalLogic } from './gateway.js';
import { measureBackend } from './backend-metrics.js';
import { LogicModule, logicPort } from './logic.js';
import { WorkerModule } from './worker.js';

export type RunningBackend = {
  /** null when only the worker runs here. */
  local: LocalLogic | null;
  /** Deliveries to the gateway of this process go straight to it. */
  attach: (gateway: Gateway) => void;
  stop: () => Promise<void>;
};

const WORKERS = [
  ['outbox worker', OutboxWorker],
  ['drift worker', DriftWorker],
  ['scheduled worker', ScheduledWorker],
  ['trim worker', TrimWorker],
  ['push worker', PushWorker],
  ['presence worker', PresenceWorker],
] as const;

type Worker = { start: () => void; stop: () => Promise<void> };
type Roles = { logic: boolean; worker: boolean };

/** Logic and worker in one Nest application: they share pools, lanes and the worker id when they share a process. */
export async function start(
  { config, logger, health }: { config: Config; logger: Logger; health: HealthServer },
  roles: Roles,
): Promise<RunningBackend> {
  const platform = await openPlatform(config, logger);
  registerChecks(health, platform);
  const app = await NestFactory.create<NestFastifyApplication>(BackendModule.of(platform, roles), httpAdapter(), {
    ...HTTP_APP_OPTIONS,
    logger: nestLog(logger),
    abortOnError: false,
  });
  if (roles.logic) configureHttp(app, logger);
  await app.init();
  const local = roles.logic ? await serveLogic(app, config, logger) : null;
  const workers = roles.worker ? WORKERS.map(([part, worker]) => ({ part, worker: app.get<Worker>(worker) })) : [];
  for (const { worker } of workers) worker.start();
  const unmeasured = measureBackend(app, platform, roles);
  return {
    local: local?.local ?? null,
    attach: (gateway) => app.get(DeliveryPublisher).attachLocal({ bootId: gateway.bootId, deliver: gateway.deliver }),
    stop: async () => {
      unmeasured();
      const ofWorkers = workers.map(({ part, worker }): StopStep => [part, () => worker.stop()]);
      await stopInOrder(logger, [
        ['rpc', () => local?.stop()],
        ['workers', () => stopTogether(logger, ofWorkers)],
        ['requests', () => close(app)],
        // What is committed is handed out now; left to the sweeper of another process it would come seconds later.
        ['fan-out', () => app.get(FanOut).idle()],
        ['rooms', () => app.get(RoomPublisher).flushAll()],
        ['deliveries', () => app.get(DeliveryPublisher).drain()],
        ['outbox', () => app.get(OutboxFinisher).flush()],
        ['databases and Redis', () => platform.close()],
      ]);
    },
  };
}

/** Requests under way get this long: one whose caller is gone would never end. */
const CLOSE_MS = 5_000;

async function close(app: NestFastifyApplication): Promise<void> {
  const cut = setTimeout(() => app.getHttpServer().closeAllConnections(), CLOSE_MS);
  await app.close();
  clearTimeout(cut);
}

@Module({})
class BackendModule {
  static of(platform: OpenPlatform, roles: Roles): DynamicModule {
    const imports = [
      PlatformModule.of(platform),
      ...(roles.logic ? [LogicModule] : []),
      ...(roles.worker ? [WorkerModule] : []),
    ];
    return { module: BackendModule, imports };
  }
}

/** REST always listens (the gateway's front, or other gateways, call it); the rpc port only when somebody is told of it. */
async function serveLogic(
  app: NestFastifyApplication,
  config: Config,
  logger: Logger,
): Promise<{ local: LocalLogic; stop: () => Promise<void> }> {
  const fastify = app.getHttpAdapter().getInstance();
  await fastify.ready();
  const port = logicPort(app);
  if (config.logic.port > 0) await app.listen(config.logic.port, config.logic.host);
  const rpc =
    config.logic.rpcPort > 0 && config.logic.rpcSecret !== null
      ? new RpcServer(
          port,
          { host: config.logic.host, port: config.logic.rpcPort, secret: config.logic.rpcSecret },
          logger,
        )
      : null;
  await rpc?.listen();
  return {
    local: { port, api: (req, res) => fastify.routing(req, res) },
    stop: async () => rpc?.close(),
  };
}

function registerChecks(health: HealthServer, { shards, redis }: OpenPlatform): void {
  health.register('directory', async () => {
    await shards.directory.pool.query('select 1');
    return {};
  });
  // A dead shard delays its own users; the process serves the others, so only all of them together take it away.
  health.register('shards', async () => {
    const outcomes = await shards.eachShard((shard) => shard.pool.query('select 1'));
    const up = Object.fromEntries(outcomes.map(({ shard, ok }) => [shard.name, ok]));
    if (!outcomes.some(({ ok }) => ok)) throw new Error('no shard answers');
    return { up };
  });
  // Messages are stored and found without Redis, so its absence is told, not a reason to take the process away.
  health.register('redis', async () => ({ up: (await redis.ping().catch(() => 'away')) === 'PONG' }));
}
