/** Allows `rate` takes a second on average and bursts up to `burst`. Times in milliseconds of any monotonic clock. */
export class TokenBucket {
  private tokens: number;
  private at = 0;

  constructor(
    private readonly rate: number,
    private readonly burst: number,
  ) {
    this.tokens = burst;
  }

  /** 0 when taken, else how long to wait. `left`: so many stay for others. */
  take(nowMs: number, left = 0): number {
    if (!this.hasOne(nowMs, left)) return ((1 + left - this.tokens) * 1_000) / this.rate;
    this.tokens -= 1;
    return 0;
  }

  /** Whether there is one to take. */
  hasOne(nowMs: number, left = 0): boolean {
    if (this.at > 0) this.tokens = Math.min(this.burst, this.tokens + ((nowMs - this.at) * this.rate) / 1_000);
    this.at = nowMs;
    return this.tokens >= 1 + left;
  }
}
