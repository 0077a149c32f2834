import { Body, Controller, Post, Req, Res } from '@nestjs/common';
import { LoginRequest, RefreshRequest } from '@parley/contract';
import type { Session } from '@parley/contract';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../http/public.decorator.js';
import { originOf } from '../http/request.js';
import { storable } from '../http/storable.js';
import { BrowserSession } from './browser-session.js';
import { RefreshSession } from './refresh-session.js';
import { SignIn } from './sign-in.js';
import { SignOut } from './sign-out.js';

/** A browser refreshes with its cookie alone, without a body. */
const OptionalRefresh = RefreshRequest.nullish();

@Controller('auth')
@Public()
export class AuthController {
  constructor(
    private readonly signIn: SignIn,
    private readonly refreshSession: RefreshSession,
    private readonly signOut: SignOut,
    private readonly browser: BrowserSession,
  ) {}

  @Post('login')
  async login(
    @Body({ schema: storable(LoginRequest) }) body: LoginRequest,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Session> {
    this.browser.checkOrigin(request, body.session);
    return this.browser.answer(reply, await this.signIn.execute(body, originOf(request)), body.session);
  }

  @Post('refresh')
  async refresh(
    @Body({ schema: OptionalRefresh }) body: RefreshRequest | null | undefined,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Session> {
    const { token, mode } = this.browser.shown(request, body?.refreshToken);
    try {
      return this.browser.answer(reply, await this.refreshSession.execute(token, originOf(request)), mode);
    } catch (error) {
      this.browser.forgetIfEnded(reply, error);
      throw error;
    }
  }

  @Post('logout')
  async logout(
    @Body({ schema: OptionalRefresh }) body: RefreshRequest | null | undefined,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Record<string, never>> {
    const { token } = this.browser.shown(request, body?.refreshToken);
    await this.signOut.execute(token, originOf(request));
    this.browser.forget(reply);
    return {};
  }
}
