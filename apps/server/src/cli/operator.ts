import { ShardRouter } from '@parley/db';
import type { DatabaseUrls } from '@parley/db';
import { Redis } from 'ioredis';
import { AccessTokens } from '../auth/access-tokens.js';
import { Passwords } from '../auth/passwords.js';
import { Revocations } from '../auth/revocations.js';
import { Clock } from '../platform/clock.js';
import { databasesOf } from '../platform/config.js';
import type { Config } from '../platform/config.js';
import { IdGenerator } from '../platform/ids.js';
import { leaseStore } from '../platform/lease-store.js';
import { Logger } from '../platform/logger.js';

/** What an operator command works with; only what a command asks for is opened. */
export class Operator {
  readonly clock = new Clock();
  readonly logger = new Logger('silent');
  private router: Promise<ShardRouter> | null = null;
  private generator: Promise<IdGenerator> | null = null;
  private hints: Redis | null = null;

  constructor(readonly config: Config) {}

  get urls(): DatabaseUrls {
    const { directoryUrl, shards } = databasesOf(this.config);
    return { directoryUrl, shards };
  }

  shards(): Promise<ShardRouter> {
    this.router ??= ShardRouter.open(this.urls, { size: 8, applicationName: 'parley-cli' });
    return this.router;
  }

  /** Under a lease of its own for as long as the command runs. */
  ids(): Promise<IdGenerator> {
    this.generator ??= this.shards().then(async ({ directory }) => {
      const clocks = { wallMs: () => this.clock.now(), monotonicMs: () => performance.now() };
      const ids = new IdGenerator(leaseStore(directory), clocks, () => undefined);
      await ids.start();
      return ids;
    });
    return this.generator;
  }

  async tokens(): Promise<AccessTokens> {
    return new AccessTokens(await this.shards(), this.clock);
  }

  passwords(): Passwords {
    return new Passwords(this.config.limits.hashConcurrency);
  }

  async revocations(): Promise<Revocations> {
    return new Revocations(await this.shards(), this.redis(), this.logger);
  }

  redis(): Redis {
    if (this.hints === null) {
      this.hints = new Redis(this.config.redis.url, {
        connectTimeout: 1_000,
        maxRetriesPerRequest: 1,
        commandTimeout: 1_500,
      });
      this.hints.on('error', () => undefined);
    }
    return this.hints;
  }

  async close(): Promise<void> {
    await (await this.generator)?.stop();
    // Whatever hint is still on its way leaves first.
    if (this.hints?.status === 'ready') await this.hints.quit().catch(() => undefined);
    this.hints?.disconnect();
    await (await this.router)?.close();
  }
}
