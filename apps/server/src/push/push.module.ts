import { Module, type OnApplicationShutdown } from '@nestjs/common';
import { FanoutModule } from '../fanout/fanout.module.js';
import { PeopleModule } from '../org/people.module.js';
import { Clock } from '../platform/clock.js';
import type { Config } from '../platform/config.js';
import { CONFIG } from '../platform/platform.module.js';
import { CleanPushes } from './clean-pushes.js';
import { DecidePushes } from './decide-pushes.js';
import { DeliverPushes } from './deliver-pushes.js';
import { EndpointGuard } from './endpoint-guard.js';
import { PushContent } from './push-content.js';
import { PushFactsLoader } from './push-facts.js';
import { PushKeys } from './push-keys.js';
import { PUSH_PROVIDER } from './push-provider.js';
import { PushRecordsAccess } from './push-records.access.js';
import { SubscribePush } from './subscribe-push.js';
import { WebPush } from './web-push.js';

@Module({
  imports: [FanoutModule, PeopleModule],
  providers: [
    {
      provide: EndpointGuard,
      inject: [CONFIG],
      useFactory: ({ push }: Config) => new EndpointGuard(push.allowedHosts),
    },
    {
      provide: WebPush,
      inject: [EndpointGuard, PushKeys, Clock],
      useFactory: (guard: EndpointGuard, keys: PushKeys, clock: Clock) =>
        new WebPush({ guard, authorize: (origin) => keys.authorize(origin), now: () => clock.now() }),
    },
    { provide: PUSH_PROVIDER, useExisting: WebPush },
    CleanPushes,
    DecidePushes,
    DeliverPushes,
    PushContent,
    PushFactsLoader,
    PushKeys,
    PushRecordsAccess,
    SubscribePush,
  ],
  exports: [CleanPushes, DecidePushes, DeliverPushes, PushKeys, PushRecordsAccess, SubscribePush],
})
export class PushModule implements OnApplicationShutdown {
  constructor(private readonly webPush: WebPush) {}

  onApplicationShutdown(): void {
    this.webPush.close();
  }
}
