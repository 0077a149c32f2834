import { LIMITS, type SeenOfDeliveries } from '@parley/contract';
import { addCounts, type DeliveryCounts, type InboxState, missingIn, NOTHING_SEEN, seenOfPush } from '@parley/core';

/**
 * What this device saw of how its inbox was pushed to it, told with heartbeats until the server has it. A report whose answer
 * got lost is told again, so that what matters is never missed and seldom counted twice.
 */
export class DeliveryLedger {
  #counts: DeliveryCounts = NOTHING_SEEN;
  /** Holes that a pull was begun for, by the last place of each, with how many were missing. */
  #waiting: { to: number; missing: number }[] = [];
  #hears = false;

  /** `hears`: a server of before takes no more than it knows. */
  ready(hears: boolean): void {
    this.#hears = hears;
  }

  pushed(state: InboxState, places: readonly number[]): void {
    const { duplicate, late } = seenOfPush(state, places);
    if (duplicate + late > 0) this.#counts = addCounts(this.#counts, { duplicate, late });
  }

  /** A hole was waited for in vain. */
  gap(hole: { from: number; to: number }, untoldOwn: number): void {
    const missing = missingIn(hole, untoldOwn);
    if (missing === 0 || this.#waiting.some(({ to }) => to >= hole.to)) return;
    this.#waiting.push({ to: hole.to, missing });
    this.#counts = addCounts(this.#counts, { missing });
  }

  /** A pull reached the end: everything up to the cursor is there, and what is not there by now nobody has. */
  pulled(cursor: number): void {
    const healed = this.#waiting.reduce((sum, { to, missing }) => sum + (to <= cursor ? missing : 0), 0);
    this.#waiting = [];
    if (healed > 0) this.#counts = addCounts(this.#counts, { healed });
  }

  /** Another inbox: what is missing of the one before is of no interest any more. */
  reset(): void {
    this.#waiting = [];
  }

  said(): { seen?: SeenOfDeliveries } {
    if (!this.#hears) return {};
    const seen = Object.entries(this.#counts)
      .filter(([, count]) => count > 0)
      .map(([what, count]) => [what, Math.min(count, LIMITS.seenPerHeartbeat)]);
    return seen.length === 0 ? {} : { seen: Object.fromEntries(seen) as SeenOfDeliveries };
  }

  /** The server has this. */
  told(seen: SeenOfDeliveries = {}): void {
    const { missing = 0, healed = 0, duplicate = 0, late = 0 } = seen;
    this.#counts = addCounts(this.#counts, {
      missing: -missing,
      healed: -healed,
      duplicate: -duplicate,
      late: -late,
    });
  }
}
