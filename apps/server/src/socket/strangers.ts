import { networkOf } from '../auth/login-limiter.js';
import { FixedWindow } from '../http/fixed-window.js';

const WINDOW_MS = 10_000;
/** For one who is refused because so many are open. */
export const STRANGERS_WAIT_MS = 1_000;

export type StrangersOptions = {
  /** Of one address at a time. */
  open: number;
  /** Of one address that did not sign in, within ten seconds. */
  failures: number;
};

/**
 * Connections that have not signed in, by address: whoever opens them without end, or tries tokens, is refused before it costs an
 * upgrade and the turn of somebody else. One that has signed in is none of them, so a house behind one address may hold any number.
 */
export class Strangers<C extends object> {
  private readonly addressOf = new Map<C, string>();
  private readonly open = new Map<string, number>();
  private readonly failures: FixedWindow;

  constructor(private readonly options: StrangersOptions) {
    this.failures = new FixedWindow({ points: options.failures, windowMs: WINDOW_MS });
  }

  /** False: that address has enough of them open. Once for each connection; again is no more. */
  enter(connection: C, address: string): boolean {
    if (this.addressOf.has(connection)) return true;
    const network = networkOf(address);
    const open = this.open.get(network) ?? 0;
    if (open >= this.options.open) return false;
    this.open.set(network, open + 1);
    this.addressOf.set(connection, network);
    return true;
  }

  /** It has signed in, or it is gone. */
  leave(connection: C): void {
    const network = this.addressOf.get(connection);
    if (network === undefined) return;
    this.addressOf.delete(connection);
    const left = (this.open.get(network) ?? 1) - 1;
    if (left > 0) this.open.set(network, left);
    else this.open.delete(network);
  }

  failed(address: string, now: number): void {
    this.failures.take(networkOf(address), now);
  }

  /** Milliseconds after which that address may try again; 0: at once. */
  waitMs(address: string, now: number): number {
    return this.failures.wait(networkOf(address), now);
  }
}
