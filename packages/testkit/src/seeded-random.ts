import type { RandomPort } from '@parley/sdk';

/** The same seed gives the same run. */
export class SeededRandom implements RandomPort {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** mulberry32: small, fast, and good enough to pick what happens next. */
  number(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }

  id(): string {
    const part = (): string =>
      Math.floor(this.number() * 36 ** 8)
        .toString(36)
        .padStart(8, '0');
    return `${part()}${part()}${part()}`;
  }

  /** 0..below-1. */
  int(below: number): number {
    return Math.floor(this.number() * below);
  }

  chance(probability: number): boolean {
    return this.number() < probability;
  }

  pick<T>(items: readonly T[]): T {
    const item = items[this.int(items.length)];
    if (item === undefined) throw new Error('nothing to pick from');
    return item;
  }

  /** Randomness of its own, so that one part's use doesn't shift another's. */
  fork(): SeededRandom {
    return new SeededRandom(Math.floor(this.number() * 4_294_967_296));
  }
}
