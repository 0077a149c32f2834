import { Module, type DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ShardRouter } from '@parley/db';
import type { InjectOptions, LightMyRequestResponse } from 'fastify';
import type { Redis } from 'ioredis';
import { AuthController } from '../auth/auth.controller.js';
import { AuthModule } from '../auth/auth.module.js';
import { Passwords } from '../auth/passwords.js';
import { DeviceController } from '../device/device.controller.js';
import { DeviceModule } from '../device/device.module.js';
import { configureHttp, HTTP_APP_OPTIONS, httpAdapter } from '../http/configure.js';
import { HttpModule } from '../http/http.module.js';
import { AddUser } from '../org/add-user.js';
import type { UserToAdd } from '../org/add-user.js';
import { OrgController } from '../org/org.controller.js';
import { OrgModule } from '../org/org.module.js';
import { Clock } from '../platform/clock.js';
import { loadConfig } from '../platform/config.js';
import { Logger, nestLog } from '../platform/logger.js';
import { openPlatform } from '../platform/open-platform.js';
import { PlatformModule } from '../platform/platform.module.js';
import type { Platform } from '../platform/platform.module.js';

/** A clock that a test moves. */
export class TestClock extends Clock {
  private aheadMs = 0;

  override now(): number {
    return super.now() + this.aheadMs;
  }

  advance(ms: number): void {
    this.aheadMs += ms;
  }
}

export type RestApp = {
  request: (options: InjectOptions) => Promise<LightMyRequestResponse>;
  clock: TestClock;
  router: ShardRouter;
  redis: Redis;
  addUser: (user: UserToAdd) => Promise<{ userId: string }>;
  close: () => Promise<void>;
};

@Module({})
class RestModule {
  static of(platform: Platform): DynamicModule {
    return {
      module: RestModule,
      imports: [PlatformModule.of(platform), HttpModule, AuthModule, OrgModule, DeviceModule],
      controllers: [AuthController, OrgController, DeviceController],
    };
  }
}

/** Accounts over REST on real databases and Redis, without the rest of logic, on a clock of the test's own. */
export async function startRestApp(env: Record<string, string>): Promise<RestApp> {
  const config = loadConfig(env);
  const logger = new Logger('silent');
  const clock = new TestClock();
  const platform = await openPlatform(config, logger);
  const app = await NestFactory.create<NestFastifyApplication>(RestModule.of({ ...platform, clock }), httpAdapter(), {
    ...HTTP_APP_OPTIONS,
    logger: nestLog(logger),
    abortOnError: false,
  });
  configureHttp(app, logger);
  await app.init();
  const fastify = app.getHttpAdapter().getInstance();
  await fastify.ready();
  const add = new AddUser(platform.shards, app.get(Passwords), platform.ids, clock);
  return {
    request: (options) => fastify.inject(options),
    clock,
    router: platform.shards,
    redis: platform.redis,
    addUser: (user) => add.execute(user, { actorId: null }),
    close: async () => {
      await app.close();
      await platform.close();
    },
  };
}
