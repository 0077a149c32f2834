import { Module } from '@nestjs/common';
import { ShardRouter } from '@parley/db';
import { Redis } from 'ioredis';
import { Logger } from '../platform/logger.js';
import { DeviceRoutes } from '../socket/device-routes.js';
import { GatewayLeases } from '../socket/gateway-leases.js';
import { DeliveryPublisher } from './delivery-publisher.js';
import { RoomPublisher } from './room-publisher.js';
import { FanOut } from './fan-out.js';
import { INTERESTS, Interests } from '../socket/interests.js';
import { OutboxFinisher } from './outbox-finisher.js';

@Module({
  providers: [
    { provide: DeviceRoutes, inject: [Redis], useFactory: (redis: Redis) => new DeviceRoutes(redis) },
    {
      provide: DeliveryPublisher,
      inject: [Redis, DeviceRoutes, Logger],
      useFactory: (redis: Redis, routes: DeviceRoutes, logger: Logger) =>
        new DeliveryPublisher({
          redis,
          routes,
          leases: new GatewayLeases(redis),
          rooms: new Interests(redis, INTERESTS.rooms),
          looks: new Interests(redis, INTERESTS.looks),
          logger,
        }),
    },
    {
      provide: RoomPublisher,
      inject: [DeliveryPublisher],
      useFactory: (publisher: DeliveryPublisher) => new RoomPublisher(publisher),
    },
    { provide: OutboxFinisher, inject: [Logger], useFactory: (logger: Logger) => new OutboxFinisher(logger) },
    {
      provide: FanOut,
      inject: [ShardRouter, DeliveryPublisher, OutboxFinisher, Logger],
      useFactory: (shards: ShardRouter, publisher: DeliveryPublisher, finisher: OutboxFinisher, logger: Logger) =>
        new FanOut(shards, publisher, finisher, logger),
    },
  ],
  exports: [DeviceRoutes, DeliveryPublisher, RoomPublisher, OutboxFinisher, FanOut],
})
export class FanoutModule {}
