import type { Session } from '@parley/contract';
import { ParleyError } from '@parley/contract';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { originOf } from '../http/request.js';
import { checkOrigin } from './origin-check.js';
import type { OpenedSession } from './open-session.js';
import { RefreshCookie } from './refresh-cookie.js';

export type SessionMode = 'cookie' | 'token';
/** A refresh token and the way it came; null: none was shown. */
export type ShownToken = { token: string | null; mode: SessionMode };

const ENDED = ['REFRESH_INVALID', 'DEVICE_REVOKED', 'USER_DISABLED'];

/** How a refresh token travels: as a cookie to and from browsers, in the body for everything else. */
export class BrowserSession {
  private readonly cookie: RefreshCookie;

  constructor(private readonly publicUrl: string) {
    this.cookie = new RefreshCookie(publicUrl);
  }

  /** Throws ORIGIN_REFUSED when a page of another origin asks, or when one that gets the cookie hides where it is. */
  checkOrigin(request: FastifyRequest, mode: SessionMode): void {
    checkOrigin(originOf(request), this.publicUrl, mode === 'cookie');
  }

  /** The body's token wins: who sends one is no browser that happens to hold a cookie. */
  shown(request: FastifyRequest, inBody: string | undefined): ShownToken {
    const inCookie = this.cookie.read(request.headers.cookie);
    const shown: ShownToken =
      inBody === undefined && inCookie !== null
        ? { token: inCookie, mode: 'cookie' }
        : { token: inBody ?? null, mode: 'token' };
    this.checkOrigin(request, shown.mode);
    return shown;
  }

  answer(reply: FastifyReply, opened: OpenedSession, mode: SessionMode): Session {
    if (mode === 'token') return { ...opened.session, refreshToken: opened.refreshToken };
    void reply.header('set-cookie', this.cookie.set(opened.refreshToken));
    return opened.session;
  }

  forget(reply: FastifyReply): void {
    void reply.header('set-cookie', this.cookie.clear());
  }

  /** A cookie that will never work again is taken back; one that only met a database that is down is kept. */
  forgetIfEnded(reply: FastifyReply, error: unknown): void {
    if (error instanceof ParleyError && ENDED.includes(error.code)) this.forget(reply);
  }
}
