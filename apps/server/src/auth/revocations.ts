import { Injectable } from '@nestjs/common';
import { ShardRouter } from '@parley/db';
import { Redis } from 'ioredis';
import { Logger } from '../platform/logger.js';
import { currentVersion, findRevocations } from './revocation.repo.js';
import type { RevocationRow } from './revocation.repo.js';

/** Redis channel of the hint that there is something new; what it is stands in the directory. */
export const REVOCATION_CHANNEL = 'parley:revocations';

export type RevokedSince = {
  version: string;
  revokedDevices: { userId: string; deviceId: string; reason?: string }[];
  disabledUsers: string[];
  /** Were disabled, and are no longer. */
  enabledUsers: string[];
};

/** What was signed out or disabled, by version. Readers poll every 2 s; the hint makes it faster, no more. */
@Injectable()
export class Revocations {
  constructor(
    private readonly router: ShardRouter,
    private readonly redis: Redis,
    private readonly logger: Logger,
  ) {}

  currentVersion(): Promise<string> {
    return currentVersion(this.router.directory);
  }

  /** '0' answers everything that still matters. */
  async since(version: string): Promise<RevokedSince> {
    const found = await findRevocations(this.router.directory, version);
    return {
      version: found.version,
      revokedDevices: found.rows.flatMap(({ user_id, device_id, reason }) =>
        device_id === null ? [] : [{ userId: user_id, deviceId: device_id, ...(reason === null ? {} : { reason }) }],
      ),
      disabledUsers: usersOf(found.rows, false),
      enabledUsers: usersOf(found.rows, true),
    };
  }

  /** Nobody waits for it: without Redis the poll finds what is new. */
  hint(): void {
    this.redis.publish(REVOCATION_CHANNEL, '').catch((error: unknown) => {
      this.logger.debug('revocation hint not sent', { err: error });
    });
  }
}

/** Whoever was disabled and enabled in between is told as what they are now, once for each time. */
function usersOf(rows: readonly RevocationRow[], welcome: boolean): string[] {
  return rows.flatMap(({ user_id, device_id, active }) => (device_id === null && active === welcome ? [user_id] : []));
}
