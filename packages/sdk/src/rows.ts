import { ParleyError } from '@parley/contract';
import { backoffMs } from '@parley/core';
import type { Cache } from './cache.js';
import { chatOnGone } from './cache/chat.js';
import { toParleyError } from './errors.js';
import type { Cancel, ClockPort, RandomPort } from './ports.js';
import type { RestClient } from './rest.js';

type Deps = {
  readonly cache: Cache;
  readonly rest: RestClient;
  readonly clock: ClockPort;
  readonly random: RandomPort;
  readonly isOnline: () => boolean;
  /** The inbox place up to which a row that is asked for now is certainly true. */
  readonly stamp: () => number;
};

/** Fetches rows of the chat list that are known by their messages alone, or that have to be looked at anew. */
export class RowFetcher {
  readonly #deps: Deps;
  #wanted = new Set<string>();
  #running = false;
  #attempt = 0;
  #retry: Cancel = () => undefined;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  want(conversationId: string): void {
    this.#wanted.add(conversationId);
    void this.run();
  }

  async run(): Promise<void> {
    if (this.#running) return;
    this.#running = true;
    this.#retry();
    // Several rows are often wanted in one go.
    await Promise.resolve();
    try {
      while (this.#deps.isOnline()) {
        const [next] = this.#wanted;
        if (next === undefined) break;
        await this.#take(next);
        this.#attempt = 0;
      }
    } catch {
      this.#attempt += 1;
      const wait = backoffMs(this.#attempt, this.#deps.random.number());
      this.#retry = this.#deps.clock.setTimeout(() => void this.run(), wait);
    } finally {
      this.#running = false;
    }
  }

  clear(): void {
    this.#wanted = new Set();
    this.#retry();
  }

  /** Taken out first: one that is wanted while it is fetched may have changed since, and is fetched once more. */
  async #take(conversationId: string): Promise<void> {
    const wanted = this.#wanted;
    wanted.delete(conversationId);
    try {
      await this.#fetch(conversationId);
    } catch (error) {
      wanted.add(conversationId);
      throw error;
    }
  }

  async #fetch(conversationId: string): Promise<void> {
    const { cache, rest, stamp } = this.#deps;
    const asOf = stamp();
    try {
      cache.applyItem(await rest.call('conversation', { params: { conversationId } }), asOf);
    } catch (error) {
      if (!isNotMine(toParleyError(error))) throw error;
      cache.setChat(chatOnGone(cache.chat(conversationId), undefined, cache.chat(conversationId).stamp));
    }
  }
}

function isNotMine(error: ParleyError): boolean {
  return error.code === 'CONVERSATION_NOT_FOUND';
}
