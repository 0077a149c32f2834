/** Keys of which one window keeps a count of their own; those beyond share one, so that memory is bounded whoever asks. */
const KEYS = 50_000;

export type FixedWindowOptions = { points: number; windowMs: number; keys?: number };

/** Counts by key in windows of fixed length. All counts leave together at the end of the window: no timer for each key. */
export class FixedWindow {
  private readonly counts = new Map<string, number>();
  private beyond = 0;
  private endsAt = 0;

  constructor(private readonly options: FixedWindowOptions) {}

  /** Takes a point, or several; milliseconds to wait when there are none left, else 0. */
  take(key: string, now: number, points = 1): number {
    if (now >= this.endsAt) {
      this.counts.clear();
      this.beyond = 0;
      this.endsAt = now + this.options.windowMs;
    }
    return this.countOf(key, points) > this.options.points ? this.left(now) : 0;
  }

  /** The same without taking one. */
  wait(key: string, now: number): number {
    if (now >= this.endsAt) return 0;
    const isFull = this.counts.size >= (this.options.keys ?? KEYS);
    const count = this.counts.get(key) ?? (isFull ? this.beyond : 0);
    return count >= this.options.points ? this.left(now) : 0;
  }

  get size(): number {
    return this.counts.size;
  }

  private left(now: number): number {
    return Math.max(1, Math.ceil(this.endsAt - now));
  }

  private countOf(key: string, points: number): number {
    const known = this.counts.get(key);
    if (known === undefined && this.counts.size >= (this.options.keys ?? KEYS)) {
      this.beyond += points;
      return this.beyond;
    }
    const count = (known ?? 0) + points;
    this.counts.set(key, count);
    return count;
  }
}
