import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import ipaddr from 'ipaddr.js';
import { MessageGateway } from '../message/message.gateway.js';
import { Clock } from '../platform/clock.js';
import type { Config } from '../platform/config.js';
import { HealthServer } from '../platform/health.js';
import { type Logger, nestLog } from '../platform/logger.js';
import { createRedis, createSubscriber } from '../platform/redis.js';
import { PresenceGateway } from '../presence/presence.gateway.js';
import { ReceiptGateway } from '../receipt/receipt.gateway.js';
import { LOGIC_PORT, type LogicPort } from '../rpc/logic.port.js';
import { LogicLink, remoteLogic } from '../rpc/remote-logic.js';
import { Front } from '../socket/front.js';
import { Gateway } from '../socket/gateway.js';
import { SyncGateway } from '../sync/sync.gateway.js';

/** What a gateway gets from logic when both run in one process. */
export type LocalLogic = { port: LogicPort; api: (req: IncomingMessage, res: ServerResponse) => void };

export type RunningGateway = { gateway: Gateway; stop: () => Promise<void> };

/** Starts the gateway role: the public port, sockets included. It holds no way to a database. */
export async function start(
  { config, logger, health }: { config: Config; logger: Logger; health: HealthServer },
  local: LocalLogic | null,
): Promise<RunningGateway> {
  const links =
    local === null ? config.logic.rpcUrls.map((url) => new LogicLink(url, config.logic.rpcSecret ?? '', logger)) : [];
  const logic = local?.port ?? remoteLogic(links);

  @Module({
    providers: [
      { provide: LOGIC_PORT, useValue: logic },
      Clock,
      MessageGateway,
      SyncGateway,
      ReceiptGateway,
      PresenceGateway,
    ],
  })
  class GatewayModule {}

  const app = await NestFactory.createApplicationContext(GatewayModule, {
    logger: nestLog(logger),
    abortOnError: false,
  });
  const messages = app.get(MessageGateway);
  const redis = createRedis(config.redis.url, 'gateway', logger);
  const subscriber = createSubscriber(config.redis.url, 'gateway-channel', logger);
  const front = new Front(
    {
      localApi: local?.api ?? null,
      logicUrls: config.logic.urls,
      webUrl: config.web.url,
      clientAddress: addressReader(config.http.trustProxy),
    },
    logger,
  );
  const server = http.createServer(front.handle);
  const gateway = new Gateway({
    config,
    logic,
    redis,
    subscriber,
    clock: app.get(Clock),
    logger,
    handlers: {
      ...messages.handlers,
      ...app.get(SyncGateway).handlers,
      ...app.get(ReceiptGateway).handlers,
      ...app.get(PresenceGateway).handlers,
    },
    refusedEarly: (connection, event, payload) => {
      if (event === 'message.send') messages.refusedEarly(connection.id, payload);
    },
  });
  await waitFor(links);
  await gateway.start(server);
  await listen(server, config);
  health.register('logic link', () => {
    if (local === null && !links.some((link) => link.up))
      throw new Error('no logic process answers: check PARLEY_RPC_URLS');
    return Promise.resolve({});
  });
  health.register('gateway', () => Promise.resolve({ connections: gateway.connections.size }));
  const stop = async (): Promise<void> => {
    server.close();
    await gateway.stop();
    server.closeAllConnections();
    front.close();
    for (const link of links) link.close();
    redis.disconnect();
    subscriber.disconnect();
    await app.close();
  };
  return { gateway, stop };
}

/** A gateway that starts before logic waits for it instead of dying over and over. */
async function waitFor(links: readonly LogicLink[]): Promise<void> {
  while (links.length > 0 && !links.some((link) => link.up)) await new Promise((resolve) => setTimeout(resolve, 50));
}

async function listen(server: http.Server, config: Config): Promise<void> {
  const { host, port, reusePort } = config.http;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const taken =
        error.code === 'EADDRINUSE'
          ? `PARLEY_PORT: port ${port} on ${host} is taken; choose another or stop what uses it`
          : null;
      reject(taken === null ? error : new Error(taken));
    });
    server.listen({ host, port, reusePort, backlog: 4_096 }, resolve);
  });
}

/** The address of the person: the socket's, or what a trusted proxy before us says. */
function addressReader(trusted: readonly string[]): (req: IncomingMessage) => string {
  const networks = trusted.map((entry) => (entry.includes('/') ? ipaddr.parseCIDR(entry) : toNetwork(entry)));
  const isTrusted = (address: string): boolean => {
    if (!ipaddr.isValid(address)) return false;
    const parsed = ipaddr.process(address);
    return networks.some((network) => parsed.kind() === network[0].kind() && parsed.match(network));
  };
  return (req) => {
    let address = req.socket.remoteAddress ?? '';
    if (networks.length === 0) return address;
    const said = String(req.headers['x-forwarded-for'] ?? '')
      .split(',')
      .map((part) => part.trim());
    while (isTrusted(address)) {
      const next = said.pop();
      if (next === undefined || !ipaddr.isValid(next)) break;
      address = next;
    }
    return address;
  };
}

function toNetwork(address: string): [ipaddr.IPv4 | ipaddr.IPv6, number] {
  const parsed = ipaddr.process(address);
  return [parsed, parsed.kind() === 'ipv4' ? 32 : 128];
}
