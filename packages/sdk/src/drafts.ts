import { Draft, LIMITS } from '@parley/contract';
import { backoffMs } from '@parley/core';
import type { Cache } from './cache.js';
import { toParleyError } from './errors.js';
import { KeyedTimers } from './keyed-timers.js';
import type { Persistence } from './persistence.js';
import type { ClockPort, RandomPort } from './ports.js';
import type { RestClient } from './rest.js';

type Deps = {
  readonly cache: Cache;
  readonly rest: RestClient;
  readonly persistence: Persistence;
  readonly clock: ClockPort;
  readonly random: RandomPort;
  readonly isOnline: () => boolean;
};

/** A clock that was told a little off is not worth a write. */
const SAME_CLOCK_MS = 1_000;

/**
 * What was typed and not sent: shown at once, stored with every keystroke, told to the server now and then, and as soon
 * as there is a connection. Of two drafts the later counts, by the server's clock as this device knows it.
 */
export class Drafts {
  readonly #deps: Deps;
  readonly #untold = new Map<string, Draft>();
  readonly #timers: KeyedTimers;
  /** Of the server's clock over this device's. */
  #ahead = 0;
  #attempt = 0;

  constructor(deps: Deps) {
    this.#deps = deps;
    this.#timers = new KeyedTimers(deps.clock);
  }

  /** What is typed now; null when it changes nothing. Always later than what it replaces. */
  show(conversationId: string, typed: string): Draft | null {
    const { cache, clock } = this.#deps;
    const { draft } = cache.chat(conversationId);
    const text = typed.trim() === '' ? '' : typed;
    if (text === draft.text) return null;
    const next = { text, updatedAt: Math.max(clock.now() + this.#ahead, draft.updatedAt + 1) };
    cache.applyDraft(conversationId, next);
    return next;
  }

  /** Tells it, in the tab that has the device lock. What was sent or cleared is told at once. */
  tell(conversationId: string, draft: Draft): void {
    this.#deps.cache.applyDraft(conversationId, draft);
    this.#untold.set(conversationId, draft);
    this.#store();
    if (draft.text === '') this.#schedule(conversationId, 0);
    else if (!this.#timers.has(conversationId)) this.#schedule(conversationId, LIMITS.draftEveryMs);
  }

  /** What was not told yet is shown. */
  showStored(stored: unknown, ahead: unknown): void {
    if (typeof ahead === 'number' && this.#ahead === 0) this.#ahead = ahead;
    for (const [conversationId, draft] of parseDrafts(stored)) this.#deps.cache.applyDraft(conversationId, draft);
  }

  /** This tab has the device lock: it goes on with what an earlier one did not get to tell. */
  startTelling(stored: unknown): void {
    for (const [conversationId, draft] of parseDrafts(stored)) this.tell(conversationId, draft);
  }

  /** The list was replaced by the server's, which does not know these yet. */
  showAgain(): void {
    for (const [conversationId, draft] of this.#untold) this.#deps.cache.applyDraft(conversationId, draft);
  }

  ready(): void {
    for (const conversationId of this.#untold.keys()) this.#schedule(conversationId, 0);
  }

  serverTime(at: number): void {
    const { clock, persistence } = this.#deps;
    const ahead = at - clock.now();
    if (Math.abs(ahead - this.#ahead) < SAME_CLOCK_MS) return;
    this.#ahead = ahead;
    persistence.write({ table: 'meta', put: 'clock', value: ahead });
  }

  clear(): void {
    this.#untold.clear();
    this.#timers.clear();
  }

  #schedule(conversationId: string, ms: number): void {
    this.#timers.schedule(conversationId, ms, () => void this.#send(conversationId));
  }

  async #send(conversationId: string): Promise<void> {
    const { cache, rest, random, isOnline } = this.#deps;
    const draft = this.#untold.get(conversationId);
    if (draft === undefined || !isOnline()) return;
    try {
      const kept = await rest.call('draft', { params: { conversationId }, body: draft });
      this.#attempt = 0;
      cache.applyDraftKept(conversationId, draft, kept);
      this.#done(conversationId, draft);
    } catch (error) {
      if (!toParleyError(error).retryable) return this.#done(conversationId, draft);
      this.#attempt += 1;
      if (isOnline()) this.#schedule(conversationId, LIMITS.draftEveryMs + backoffMs(this.#attempt, random.number()));
    }
  }

  #done(conversationId: string, draft: Draft): void {
    if (this.#untold.get(conversationId) !== draft) {
      if (!this.#timers.has(conversationId)) this.#schedule(conversationId, LIMITS.draftEveryMs);
      return;
    }
    this.#untold.delete(conversationId);
    this.#store();
  }

  #store(): void {
    this.#deps.persistence.write({ table: 'meta', put: 'drafts', value: Object.fromEntries(this.#untold) });
  }
}

function parseDrafts(stored: unknown): Array<[string, Draft]> {
  if (typeof stored !== 'object' || stored === null) return [];
  return Object.entries(stored).flatMap(([id, value]) => {
    const draft = Draft.safeParse(value);
    return draft.success ? [[id, draft.data] as [string, Draft]] : [];
  });
}
