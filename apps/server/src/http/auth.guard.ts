import { Injectable } from '@nestjs/common';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { ParleyError } from '@parley/contract';
import type { ErrorCode } from '@parley/contract';
import type { AccessVerifier } from '../auth/access-token.js';
import { AccessTokens } from '../auth/access-tokens.js';
import type { Actor } from '../auth/actor.js';
import { RevokedAccess } from '../auth/revoked-access.js';
import { PUBLIC } from './public.decorator.js';
import { bearerOf, setActor } from './request.js';
import { RequestLimits } from './request-limits.js';

const NO_TOKEN: ReadonlySet<ErrorCode> = new Set(['TOKEN_MISSING', 'TOKEN_INVALID']);

/** On every route: no valid access token, no answer, unless the route says that it is public. */
@Injectable()
export class AuthGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly tokens: AccessTokens,
    private readonly revoked: RevokedAccess,
    private readonly limits: RequestLimits,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (this.reflector.getAllAndOverride<boolean>(PUBLIC, [context.getHandler(), context.getClass()])) return true;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const verifier = await this.tokens.verifier();
    setActor(request, await this.actorOf(request, verifier));
    return true;
  }

  /** A token that is none of ours is an attempt, and counts; one that has expired was ours. */
  private async actorOf(request: FastifyRequest, verifier: AccessVerifier): Promise<Actor> {
    try {
      const { actor } = verifier.verify(bearerOf(request));
      this.revoked.check(actor);
      return actor;
    } catch (error) {
      if (error instanceof ParleyError && NO_TOKEN.has(error.code)) await this.limits.badToken(request.ip);
      throw error;
    }
  }
}
