/** How long a device waits for a hole to close by itself, as packages/core has it for real clients. */
const HOLE_PATIENCE_MS = 500;
const OWN_HOLE_PATIENCE_MS = 5_000;

/** What one device knows of its inbox: everything up to the cursor, and places beyond the first hole. */
export class DeviceInbox {
  cursor: number;
  private readonly ahead = new Set<number>();
  private told: number;
  private untoldOwn = 0;
  private hole: { from: number; since: number } | null = null;

  constructor(cursor: number) {
    this.cursor = cursor;
    this.told = cursor;
  }

  /** False: the place was known. */
  learn(place: number): boolean {
    if (place <= this.cursor || this.ahead.has(place)) return false;
    if (place > this.told) this.told = place;
    if (place !== this.cursor + 1) {
      this.ahead.add(place);
      return true;
    }
    this.cursor = place;
    while (this.ahead.size > 0 && this.ahead.delete(this.cursor + 1)) this.cursor += 1;
    return true;
  }

  /** An own send was acked; its place will be told. */
  ownAcked(): void {
    this.untoldOwn += 1;
  }

  own(places: readonly number[]): void {
    this.untoldOwn = Math.max(0, this.untoldOwn - places.length);
    for (const place of places) this.learn(place);
  }

  head(latest: number, { ownToldWhole }: { ownToldWhole: boolean }): void {
    if (ownToldWhole) this.untoldOwn = 0;
    if (latest > this.told) this.told = latest;
  }

  get complete(): boolean {
    return this.cursor >= this.told;
  }

  /** A real client would pull now. */
  needsPull(now: number): boolean {
    if (this.complete) {
      this.hole = null;
      return false;
    }
    const from = this.cursor + 1;
    if (this.hole?.from !== from) this.hole = { from, since: now };
    const missing = this.told - this.cursor - this.ahead.size;
    return now - this.hole.since > (missing <= this.untoldOwn ? OWN_HOLE_PATIENCE_MS : HOLE_PATIENCE_MS);
  }
}
