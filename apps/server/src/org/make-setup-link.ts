import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { ShardRouter } from '@parley/db';
import { hashSecret } from '../auth/refresh-token.js';
import { Clock } from '../platform/clock.js';
import { orgExists, replaceSetupToken } from './set-up.repo.js';

const VALID_MS = 24 * 3_600_000;

export type SetupLink = { needed: false } | { needed: true; path: string };

/**
 * A one-time link that creates the organisation; each call makes a new one and ends the last. The secret stands in the
 * fragment, which no browser sends and no log keeps; only its hash is stored.
 */
@Injectable()
export class MakeSetupLink {
  constructor(
    private readonly router: ShardRouter,
    private readonly clock: Clock,
  ) {}

  isDone(): Promise<boolean> {
    return orgExists(this.router.directory);
  }

  async execute(): Promise<SetupLink> {
    const { directory } = this.router;
    if (await this.isDone()) return { needed: false };
    const secret = randomBytes(24).toString('base64url');
    const now = new Date(this.clock.now());
    const expiresAt = new Date(now.getTime() + VALID_MS);
    await directory.tx((tx) => replaceSetupToken(tx, { hash: hashSecret(secret), now, expiresAt }));
    return { needed: true, path: `/setup#${secret}` };
  }
}
