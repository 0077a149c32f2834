import type { StoragePort, StorageRange, StorageTable, StorageWrite } from '@parley/sdk';
import type { World } from './world.js';

/** A tab's view of its device's storage: every call takes its time, in the order of the calls, until the tab dies. */
export class SlowStorage implements StoragePort {
  readonly #world: World;
  readonly #storage: StoragePort;
  #last: Promise<unknown> = Promise.resolve();
  #underWay: (() => Promise<unknown>) | null = null;
  #dead = false;

  constructor(world: World, storage: StoragePort) {
    this.#world = world;
    this.#storage = storage;
  }

  readonly get = (table: StorageTable, keys: readonly string[]): Promise<unknown[]> =>
    this.#inTurn(() => this.#storage.get(table, [...keys]));

  readonly range = (table: StorageTable, range: StorageRange): Promise<unknown[]> =>
    this.#inTurn(() => this.#storage.range(table, range));

  readonly write = (batch: readonly StorageWrite[]): Promise<void> => {
    const copy = structuredClone([...batch]);
    return this.#inTurn(() => this.#storage.write(copy));
  };

  readonly clear = (): Promise<void> => this.#inTurn(() => this.#storage.clear());

  /** The tab is gone: the transaction under way is committed or rolled back, and whoever comes next sees which. */
  die(): void {
    this.#dead = true;
    if (this.#underWay !== null && this.#world.random.chance(0.5)) void this.#underWay();
  }

  #inTurn<T>(run: () => Promise<T>): Promise<T> {
    const mine = this.#last.then(async () => {
      this.#underWay = run;
      await this.#world.turn();
      // A dead tab waits for ever, and with it all that was behind this call.
      if (this.#dead) return new Promise<T>(() => undefined);
      this.#underWay = null;
      return run();
    });
    this.#last = mine;
    return mine;
  }
}
