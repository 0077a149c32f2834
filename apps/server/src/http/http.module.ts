import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { AuthModule } from '../auth/auth.module.js';
import { AuthGuard } from './auth.guard.js';
import { RateLimitGuard } from './rate-limit.guard.js';
import { RequestLimits } from './request-limits.js';
import { UnreadableBodies } from './unreadable-bodies.js';

/** What every route of logic gets without asking for it; the guards run in this order. */
@Module({
  imports: [AuthModule],
  providers: [
    RequestLimits,
    UnreadableBodies,
    { provide: APP_GUARD, useClass: AuthGuard },
    { provide: APP_GUARD, useClass: RateLimitGuard },
  ],
})
export class HttpModule {}
