import { Inject, Injectable } from '@nestjs/common';
import { ParleyError } from '@parley/contract';
import type { FastifyRequest } from 'fastify';
import { AccessTokens } from '../auth/access-tokens.js';
import { networkOf } from '../auth/login-limiter.js';
import type { Config } from '../platform/config.js';
import { CONFIG } from '../platform/platform.module.js';
import { FixedWindow } from './fixed-window.js';
import { bearerOf } from './request.js';

const WINDOW_MS = 10_000;

/**
 * Bodies that nobody can read, by device, or without a sign-in by address. They never come as far as the guards, which count what is
 * asked: hundreds a second of a quarter of a megabyte each would be read for one who sends nothing else.
 */
@Injectable()
export class UnreadableBodies {
  private readonly sent: FixedWindow;

  constructor(
    private readonly tokens: AccessTokens,
    @Inject(CONFIG) { limits }: Config,
  ) {
    this.sent = new FixedWindow({ points: (limits.requestsPerSecond * WINDOW_MS) / 1_000, windowMs: WINDOW_MS });
  }

  /** Before a body is read. Throws RATE_LIMITED. */
  async check(request: FastifyRequest): Promise<void> {
    const retryAfterMs = this.sent.wait(await this.senderOf(request), performance.now());
    if (retryAfterMs > 0) throw new ParleyError('RATE_LIMITED', { retryAfterMs });
  }

  async count(request: FastifyRequest): Promise<void> {
    this.sent.take(await this.senderOf(request), performance.now());
  }

  private async senderOf(request: FastifyRequest): Promise<string> {
    try {
      return (await this.tokens.verifier()).verify(bearerOf(request)).actor.deviceId;
    } catch {
      // Whatever is wrong with it the guards say.
      return networkOf(request.ip);
    }
  }
}
