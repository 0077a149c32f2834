import { LIMITS, UserSummary } from '@parley/contract';
import { backoffMs } from '@parley/core';
import type { Persistence } from './persistence.js';
import type { Cancel, ClockPort, RandomPort } from './ports.js';
import type { RestClient } from './rest.js';
import { ValueStore } from './store.js';

/** By id; null is one that was asked for and is nobody. */
export type PeopleMap = ReadonlyMap<string, UserSummary | null>;

type Deps = {
  readonly persistence: Persistence;
  readonly rest: RestClient;
  readonly clock: ClockPort;
  readonly random: RandomPort;
  readonly isOnline: () => boolean;
};

/** Many are wanted in one go when a timeline is read. */
const GATHER_MS = 20;
/** More than a person meets; beyond, those met longest ago are looked up again. */
const KEPT = 2_000;

/** Names of those who speak in groups, by id: asked for in batches, kept for the next start. */
export class People {
  readonly store = new ValueStore<PeopleMap>(new Map());
  readonly #deps: Deps;
  readonly #wanted = new Set<string>();
  /** Asked since this connection was made: names change, so each connection looks again. */
  readonly #asked = new Set<string>();
  #timer: Cancel | null = null;
  #attempt = 0;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  want(userIds: readonly string[]): void {
    for (const userId of userIds) if (!this.#asked.has(userId)) this.#wanted.add(userId);
    if (this.#wanted.size > 0) this.#askIn(GATHER_MS);
  }

  /** A new connection. */
  ready(): void {
    this.#asked.clear();
    this.want([...this.store.getSnapshot().keys()]);
  }

  showStored(stored: unknown): void {
    const known = Array.isArray(stored) ? stored.flatMap((one) => UserSummary.safeParse(one).data ?? []) : [];
    const fresh = known.filter(({ userId }) => !this.store.getSnapshot().has(userId));
    this.#learn(fresh.map((person) => [person.userId, person]));
  }

  clear(): void {
    this.#timer?.();
    this.#timer = null;
    this.#wanted.clear();
    this.#asked.clear();
    this.store.set(new Map());
  }

  #askIn(ms: number): void {
    if (!this.#deps.isOnline()) return;
    this.#timer ??= this.#deps.clock.setTimeout(() => {
      this.#timer = null;
      void this.#ask();
    }, ms);
  }

  async #ask(): Promise<void> {
    const userIds = [...this.#wanted].slice(0, LIMITS.usersById);
    if (userIds.length === 0 || !this.#deps.isOnline()) return;
    try {
      const { users } = await this.#deps.rest.call('usersById', { body: { userIds } });
      for (const userId of userIds) {
        this.#wanted.delete(userId);
        this.#asked.add(userId);
      }
      this.#attempt = 0;
      const found = new Map(users.map((user) => [user.userId, user]));
      this.#learn(userIds.map((userId) => [userId, found.get(userId) ?? null]));
      const known = [...this.store.getSnapshot().values()].filter((person) => person !== null);
      this.#deps.persistence.keep({ table: 'meta', put: 'people', value: known });
      if (this.#wanted.size > 0) this.#askIn(GATHER_MS);
    } catch {
      this.#attempt += 1;
      this.#askIn(backoffMs(this.#attempt, this.#deps.random.number()));
    }
  }

  #learn(users: readonly (readonly [string, UserSummary | null])[]): void {
    const before = this.store.getSnapshot();
    const fresh = users.filter(([userId, user]) => !isSame(before.get(userId), user));
    if (fresh.length === 0) return;
    const people = new Map([...before, ...fresh]);
    for (const userId of people.keys()) {
      if (people.size <= KEPT) break;
      people.delete(userId);
    }
    this.store.set(people);
  }
}

function isSame(known: UserSummary | null | undefined, user: UserSummary | null): boolean {
  if (known === null || user === null) return known === user;
  return known !== undefined && known.name === user.name && known.login === user.login && known.active === user.active;
}
