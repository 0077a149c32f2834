import { Inject, Injectable } from '@nestjs/common';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import { ParleyError } from '@parley/contract';
import type { FastifyRequest } from 'fastify';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { networkOf } from '../auth/login-limiter.js';
import type { Config } from '../platform/config.js';
import { CONFIG } from '../platform/platform.module.js';
import { findActor } from './request.js';

const WINDOW_S = 10;

/** Bounds what one device, or before sign-in one address, may ask of one process. Runs after the auth guard. */
@Injectable()
export class RateLimitGuard implements CanActivate {
  private readonly limiter: RateLimiterMemory;

  constructor(@Inject(CONFIG) config: Config) {
    this.limiter = new RateLimiterMemory({ points: config.limits.requestsPerSecond * WINDOW_S, duration: WINDOW_S });
  }

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    try {
      await this.limiter.consume(findActor(request)?.deviceId ?? networkOf(request.ip));
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes)) throw refusal;
      throw new ParleyError('RATE_LIMITED', { retryAfterMs: Math.max(1, refusal.msBeforeNext) });
    }
    return true;
  }
}
