import { Injectable } from '@nestjs/common';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { AccessTokens } from '../auth/access-tokens.js';
import { RevokedAccess } from '../auth/revoked-access.js';
import { PUBLIC } from './public.decorator.js';
import { bearerOf, setActor } from './request.js';

/** On every route: no valid access token, no answer, unless the route says that it is public. */
@Injectable()
export class AuthGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly tokens: AccessTokens,
    private readonly revoked: RevokedAccess,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (this.reflector.getAllAndOverride<boolean>(PUBLIC, [context.getHandler(), context.getClass()])) return true;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const { actor } = (await this.tokens.verifier()).verify(bearerOf(request));
    this.revoked.check(actor);
    setActor(request, actor);
    return true;
  }
}
