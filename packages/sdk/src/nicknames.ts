import { LIMITS, type Message, SystemContent } from '@parley/contract';
import { backoffMs } from '@parley/core';
import type { Cache } from './cache.js';
import type { Cancel, ClockPort, RandomPort } from './ports.js';
import type { RestClient } from './rest.js';
import { type Store, ValueStore } from './store.js';

/** By user id; who is missing is called by their own name. */
export type NicknameMap = ReadonlyMap<string, string>;

type Deps = {
  readonly cache: Cache;
  readonly rest: RestClient;
  readonly clock: ClockPort;
  readonly random: RandomPort;
  readonly isOnline: () => boolean;
};

const GATHER_MS = 20;
/** Groups whose nicknames are kept at a time; those looked at longest ago are asked for again. */
const KEPT = 20;

/** What people are called in a group, for those whose messages are shown there. */
export class Nicknames {
  readonly #deps: Deps;
  readonly #groups = new Map<string, GroupNicknames>();

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  of(conversationId: string): Store<NicknameMap> {
    const known = this.#groups.get(conversationId);
    this.#groups.delete(conversationId);
    const group = known ?? new GroupNicknames(conversationId, this.#deps);
    this.#groups.set(conversationId, group);
    for (const [id, old] of this.#groups) {
      if (this.#groups.size <= KEPT) break;
      old.stop();
      this.#groups.delete(id);
    }
    return group.store;
  }

  messageApplied(message: Message): void {
    this.#groups.get(message.conversationId)?.heard(message);
  }

  /** A new connection. */
  ready(): void {
    for (const group of this.#groups.values()) group.again();
  }

  clear(): void {
    for (const group of this.#groups.values()) group.stop();
    this.#groups.clear();
  }
}

class GroupNicknames {
  readonly store = new ValueStore<NicknameMap>(new Map());
  readonly #conversationId: string;
  readonly #deps: Deps;
  readonly #wanted = new Set<string>();
  readonly #asked = new Set<string>();
  /** The rev of the newest message that named somebody: an older one says nothing any more. */
  readonly #toldAt = new Map<string, number>();
  #timer: Cancel | null = null;
  #attempt = 0;

  constructor(conversationId: string, deps: Deps) {
    this.#conversationId = conversationId;
    this.#deps = deps;
    this.again();
  }

  heard({ senderId, rev, content }: Message): void {
    this.#want(senderId);
    const { data } = SystemContent.safeParse(content);
    if (data?.system.event !== 'nickname') return;
    const { userId, nickname } = data.system;
    // Asked for, and not told of: the answer may be older than this message or newer. It is asked for again.
    if (rev <= (this.#toldAt.get(userId) ?? 0)) return;
    this.#toldAt.set(userId, rev);
    this.#asked.delete(userId);
    this.#learn([[userId, nickname]]);
    this.#want(userId);
  }

  again(): void {
    this.#asked.clear();
    const { cache } = this.#deps;
    const shown = cache.timelines.get(this.#conversationId)?.messages.values() ?? [];
    for (const { senderId } of shown) this.#want(senderId);
    for (const userId of this.store.getSnapshot().keys()) this.#want(userId);
  }

  stop(): void {
    this.#timer?.();
    this.#timer = null;
    this.#wanted.clear();
  }

  #want(userId: string): void {
    if (this.#asked.has(userId)) return;
    this.#wanted.add(userId);
    this.#askIn(GATHER_MS);
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
    for (const userId of userIds) {
      this.#wanted.delete(userId);
      this.#asked.add(userId);
    }
    try {
      const params = { conversationId: this.#conversationId };
      const { members } = await this.#deps.rest.call('membersById', { params, body: { userIds } });
      const found = new Map(members.map(({ user, nickname }) => [user.userId, nickname]));
      this.#attempt = 0;
      this.#learn(userIds.map((userId) => [userId, found.get(userId) ?? null]));
      if (this.#wanted.size > 0) this.#askIn(GATHER_MS);
    } catch {
      for (const userId of userIds) {
        this.#asked.delete(userId);
        this.#wanted.add(userId);
      }
      this.#attempt += 1;
      if (this.#attempt < 4) this.#askIn(backoffMs(this.#attempt, this.#deps.random.number()));
    }
  }

  #learn(told: readonly (readonly [string, string | null])[]): void {
    const before = this.store.getSnapshot();
    const fresh = told.filter(([userId, nickname]) => (before.get(userId) ?? null) !== nickname);
    if (fresh.length === 0) return;
    const next = new Map(before);
    for (const [userId, nickname] of fresh) {
      if (nickname === null) next.delete(userId);
      else next.set(userId, nickname);
    }
    this.store.set(next);
  }
}
