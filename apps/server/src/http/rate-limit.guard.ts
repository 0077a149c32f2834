import { Injectable } from '@nestjs/common';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { findActor } from './request.js';
import { RequestLimits } from './request-limits.js';

/** Bounds what one device, or before sign-in one address, may ask of one process. Runs after the auth guard. */
@Injectable()
export class RateLimitGuard implements CanActivate {
  constructor(private readonly limits: RequestLimits) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const actor = findActor(request);
    if (actor === null) await this.limits.address(request.ip);
    else await this.limits.device(actor.deviceId);
    return true;
  }
}
