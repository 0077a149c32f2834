import { Module } from '@nestjs/common';
import { Redis } from 'ioredis';
import { PeopleModule } from '../org/people.module.js';
import type { Config } from '../platform/config.js';
import { CONFIG } from '../platform/platform.module.js';
import { Logger } from '../platform/logger.js';
import { AccessTokens } from './access-tokens.js';
import { BrowserSession } from './browser-session.js';
import { LoginLimiter } from './login-limiter.js';
import { OpenSession } from './open-session.js';
import { Passwords } from './passwords.js';
import { RefreshSession } from './refresh-session.js';
import { Revocations } from './revocations.js';
import { RevokedAccess } from './revoked-access.js';
import { SignIn } from './sign-in.js';
import { SignOut } from './sign-out.js';

@Module({
  imports: [PeopleModule],
  providers: [
    AccessTokens,
    OpenSession,
    RefreshSession,
    Revocations,
    RevokedAccess,
    SignIn,
    SignOut,
    {
      provide: BrowserSession,
      inject: [CONFIG, Logger],
      useFactory: (config: Config, logger: Logger) => new BrowserSession(config.http.publicUrl, logger),
    },
    {
      provide: Passwords,
      inject: [CONFIG],
      useFactory: (config: Config) => new Passwords(config.limits.hashConcurrency),
    },
    {
      provide: LoginLimiter,
      inject: [Redis, CONFIG],
      useFactory: (redis: Redis, { limits }: Config) =>
        new LoginLimiter(redis, {
          perAccount: limits.loginFailuresPerAccount,
          perAddress: limits.loginFailuresPerAddress,
        }),
    },
  ],
  exports: [
    AccessTokens,
    BrowserSession,
    OpenSession,
    Passwords,
    RefreshSession,
    Revocations,
    RevokedAccess,
    SignIn,
    SignOut,
  ],
})
export class AuthModule {}
