const LEAST_MS = 50;
const MOST_MS = 5_000;
/** Who asked too much once and then no more for so long begins anew. */
const FORGIVEN_MS = 10_000;

/**
 * For how long one who asks too much is not read. To refuse costs time too, and whoever floods is answered as fast as they ask: what
 * waits in the kernel instead costs nobody anything.
 */
export class ReadingPause {
  private ms = 0;
  private until = -Infinity;

  /** They were refused; milliseconds to wait, 0 while they wait already. */
  refused(now: number): number {
    if (now < this.until) return 0;
    this.ms = now - this.until > FORGIVEN_MS ? LEAST_MS : Math.min(this.ms * 2, MOST_MS);
    this.until = now + this.ms;
    return this.ms;
  }
}
