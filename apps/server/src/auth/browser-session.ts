import type { Session } from '@parley/contract';
import { ParleyError } from '@parley/contract';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { originOf } from '../http/request.js';
import type { RequestOrigin } from '../http/request.js';
import type { Logger } from '../platform/logger.js';
import { checkOrigin } from './origin-check.js';
import type { OpenedSession } from './open-session.js';
import { RefreshCookie } from './refresh-cookie.js';

export type SessionMode = 'cookie' | 'token';
/** A refresh token and the way it came; null: none was shown. */
export type ShownToken = { token: string | null; mode: SessionMode };

const TELL_EVERY_MS = 10_000;
const ENDED = ['REFRESH_INVALID', 'DEVICE_REVOKED', 'USER_DISABLED'];

/** How a refresh token travels: as a cookie to and from browsers, in the body for everything else. */
export class BrowserSession {
  private readonly cookie: RefreshCookie;

  private toldAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly publicUrl: string,
    private readonly logger: Pick<Logger, 'warn'>,
  ) {
    this.cookie = new RefreshCookie(publicUrl);
  }

  /** Throws ORIGIN_REFUSED when a page of another origin asks, or when one that gets the cookie hides where it is. */
  checkOrigin(request: FastifyRequest, mode: SessionMode): void {
    const from = originOf(request);
    try {
      checkOrigin(from, this.publicUrl, mode === 'cookie');
    } catch (error) {
      this.tell(from);
      throw error;
    }
  }

  /** Most often it is the operator's own setting. Not a line for each: whoever wants to can be refused all day. */
  private tell({ origin, host, address }: RequestOrigin): void {
    const now = performance.now();
    if (now - this.toldAt < TELL_EVERY_MS) return;
    this.toldAt = now;
    this.logger.warn('a page of another origin was refused: PARLEY_PUBLIC_URL must be the address that people open', {
      origin: origin?.slice(0, 200) ?? null,
      host: host?.slice(0, 200) ?? null,
      address,
      publicUrl: this.publicUrl,
    });
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
