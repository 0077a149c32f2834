import { Latency } from './latency.js';

const SLOT_MS = 500;

interface Slot {
  ack: Latency;
  delivery: Latency;
  refused: number;
}

/** How long it takes until everything is as it was, from a moment on: by the sends that were due after it. */
export class Recovery {
  private readonly slots: Slot[] = [];
  private from = Infinity;
  private readonly limitMs: number;

  /** What is normal: nothing refused, and the p99 of acks and deliveries of half a second below this. */
  constructor(limitMs: number) {
    this.limitMs = limitMs;
  }

  begin(at: number): void {
    this.from = at;
  }

  acked(due: number, ms: number): void {
    this.slotOf(due)?.ack.record(ms);
  }

  delivered(due: number, ms: number): void {
    this.slotOf(due)?.delivery.record(ms);
  }

  refused(due: number): void {
    const slot = this.slotOf(due);
    if (slot !== undefined) slot.refused += 1;
  }

  /** Until the end of the last half second that was not normal; null: it had not come to an end. */
  seconds(): number | null {
    const last = this.slots.findLastIndex((slot) => !this.isNormal(slot));
    if (last === this.slots.length - 1) return this.slots.length === 0 ? 0 : null;
    return ((last + 1) * SLOT_MS) / 1_000;
  }

  private isNormal({ ack, delivery, refused }: Slot): boolean {
    return refused === 0 && ack.summary().p99 < this.limitMs && delivery.summary().p99 < this.limitMs;
  }

  private slotOf(due: number): Slot | undefined {
    if (due < this.from) return undefined;
    const at = Math.floor((due - this.from) / SLOT_MS);
    while (this.slots.length <= at) this.slots.push({ ack: new Latency(), delivery: new Latency(), refused: 0 });
    return this.slots[at];
  }
}
