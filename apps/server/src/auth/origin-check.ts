import { ParleyError } from '@parley/contract';

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d{1,5})?$/i;

/**
 * Who may sign in from a page: Parley's own origin, and on the own machine the address that the request itself went to
 * (an operator who opens 127.0.0.1 while the public URL is another). A name that an attacker points at 127.0.0.1 is no
 * loopback name, so rebinding gains nothing. Throws ORIGIN_REFUSED.
 *
 * A request that carries the cookie must say where it comes from; browsers always do on POST. Without a cookie, a
 * request without Origin is no page (a bot, a mobile app) and passes.
 */
export function checkOrigin(
  from: { origin: string | null; host: string | null },
  publicUrl: string,
  usesCookie: boolean,
): void {
  if (from.origin === null) {
    if (usesCookie) throw new ParleyError('ORIGIN_REFUSED');
    return;
  }
  if (from.origin === new URL(publicUrl).origin) return;
  if (from.host !== null && LOOPBACK.test(from.host) && from.origin === `http://${from.host}`) return;
  throw new ParleyError('ORIGIN_REFUSED');
}
