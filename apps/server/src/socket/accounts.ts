import { ParleyError } from '@parley/contract';
import { FixedWindow } from '../http/fixed-window.js';

const WINDOW_MS = 10_000;
const FULL_WAIT_MS = 5_000;
/** What one costs that broke the protocol, in new connections: no client does, and what was read of it is garbage by the megabyte. */
const BROKEN_COSTS = 10;

/** The connections of each account: so many at a time, and as many new ones within ten seconds. */
export class Accounts {
  private readonly open = new Map<string, number>();
  private readonly opened: FixedWindow;

  constructor(private readonly most: number) {
    this.opened = new FixedWindow({ points: most, windowMs: WINDOW_MS });
  }

  /** Throws RATE_LIMITED. */
  check(userId: string, now: number): void {
    const waitMs = this.opened.take(userId, now);
    if (waitMs > 0) throw new ParleyError('RATE_LIMITED', { retryAfterMs: waitMs });
    if ((this.open.get(userId) ?? 0) >= this.most) {
      throw new ParleyError('RATE_LIMITED', { retryAfterMs: FULL_WAIT_MS });
    }
  }

  /** A connection of this account broke the protocol. */
  broke(userId: string, now: number): void {
    this.opened.take(userId, now, BROKEN_COSTS - 1);
  }

  add(userId: string): void {
    this.open.set(userId, (this.open.get(userId) ?? 0) + 1);
  }

  remove(userId: string): void {
    const left = (this.open.get(userId) ?? 1) - 1;
    if (left > 0) this.open.set(userId, left);
    else this.open.delete(userId);
  }
}
