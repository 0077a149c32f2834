import { type DynamicModule, Global, Module } from '@nestjs/common';
import { ShardRouter } from '@parley/db';
import { Redis } from 'ioredis';
import { Clock } from './clock.js';
import type { Config } from './config.js';
import { IdGenerator } from './ids.js';
import { Logger } from './logger.js';

/** Injection token: Config is a type, so Nest needs a value to name it by. */
export const CONFIG = Symbol('Config');

export type Platform = {
  config: Config;
  logger: Logger;
  clock: Clock;
  shards: ShardRouter;
  redis: Redis;
  ids: IdGenerator;
};

/** What every feature of logic and worker may ask for; opened before Nest starts, closed after it stopped. */
@Global()
@Module({})
export class PlatformModule {
  static of({ config, logger, clock, shards, redis, ids }: Platform): DynamicModule {
    const providers = [
      { provide: CONFIG, useValue: config },
      { provide: Logger, useValue: logger },
      { provide: Clock, useValue: clock },
      { provide: ShardRouter, useValue: shards },
      { provide: Redis, useValue: redis },
      { provide: IdGenerator, useValue: ids },
    ];
    return { module: PlatformModule, providers, exports: providers.map(({ provide }) => provide) };
  }
}
