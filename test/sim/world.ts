import { type Faults, FakeClock, ModelServer, NO_FAULTS, SeededRandom, settle } from '@parley/testkit';
import type { SyncCursor } from '@parley/contract';

/** A chat list as it was served: its cursor, and how long each conversation was. */
export type Snapshot = { readonly cursor: SyncCursor; readonly heads: ReadonlyMap<string, number> };

export type Rates = {
  /** Of pushed frames and answers. */
  readonly lost: number;
  readonly doubled: number;
  readonly reordered: number;
  /** Of sends that are refused, to be tried again. */
  readonly refused: number;
  /** Of batches whose answer gets lost on the way back. */
  readonly uncertain: number;
};

const CALM: Rates = { lost: 0, doubled: 0, reordered: 0, refused: 0, uncertain: 0 };

/** Everything that can go on is a token in one bag; the seed decides which goes first. So the same seed is the same run. */
export class World {
  readonly random: SeededRandom;
  readonly clock = new FakeClock();
  readonly server: ModelServer;
  /** Per device, the snapshots that it was served. */
  readonly snapshots = new Map<string, Snapshot[]>();
  /** Frames to the server may be lost, doubled and reordered too; otherwise a connection keeps them in order, as TCP does. */
  readonly datagrams: boolean;
  readonly trace: string[] = [];
  rates: Rates;
  steps = 0;
  #bag: Array<() => void> = [];

  constructor(seed: number) {
    this.random = new SeededRandom(seed);
    this.datagrams = this.random.chance(0.5);
    this.rates = {
      lost: this.random.pick([0, 0.02, 0.1]),
      doubled: this.random.pick([0, 0.02, 0.1]),
      reordered: this.random.pick([0, 0.1, 0.5]),
      refused: this.random.pick([0, 0.05, 0.2]),
      uncertain: this.random.pick([0, 0.05]),
    };
    const random = this.random.fork();
    const faults: Faults = {
      refuses: () => (random.chance(this.rates.refused) ? random.pick(['BUSY', 'UNAVAILABLE', 'RATE_LIMITED']) : null),
      losesAnswer: () => random.chance(this.rates.uncertain),
      losesPush: () => random.chance(this.rates.lost),
    };
    this.server = new ModelServer({
      now: this.clock.now,
      step: () => this.turn(),
      faults: { ...NO_FAULTS, ...faults },
      strictAfter: this.datagrams,
    });
  }

  /** Something that may happen from now on. */
  may(happen: () => void): void {
    this.#bag.push(happen);
  }

  /** Resolves when it is one's turn. */
  turn(): Promise<void> {
    return new Promise((resolve) => {
      this.may(resolve);
    });
  }

  note(text: string): void {
    this.trace.push(`${this.steps} ${text}`);
  }

  /** From now on nothing goes wrong any more. */
  calm(): void {
    this.rates = CALM;
  }

  /** One thing happens, or time passes. */
  async step(): Promise<void> {
    this.steps += 1;
    const passes = this.#bag.length === 0 || this.random.chance(0.03);
    if (passes) this.#passTime();
    else this.#happen();
    await settle();
  }

  /** Everything that is under way happens, and then some time passes; nothing else begins. */
  async run(ms: number): Promise<void> {
    const until = this.clock.now() + ms;
    for (;;) {
      await settle();
      if (this.#bag.length > 0) this.#happen();
      else if (!this.clock.runNext(until - this.clock.now())) break;
    }
    await this.clock.advance(Math.max(0, until - this.clock.now()));
    if (this.#bag.length > 0) await this.run(0);
  }

  #happen(): void {
    const at = this.random.int(this.#bag.length);
    const [happen] = this.#bag.splice(at, 1);
    happen?.();
  }

  #passTime(): void {
    const leap = this.random.chance(0.02) ? 20_000 : this.random.pick([1, 20, 300, 1_500]);
    const until = this.clock.now() + this.random.int(leap) + 1;
    while (this.clock.runNext(until - this.clock.now()));
  }
}
