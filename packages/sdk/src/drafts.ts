import { Draft, LIMITS } from '@parley/contract';
import { backoffMs } from '@parley/core';
import { toParleyError } from './errors.js';
import { KeyedTimers } from './keyed-timers.js';
import type { Persistence } from './persistence.js';
import type { Places } from './places.js';
import type { ClockPort, RandomPort } from './ports.js';
import type { ServerClock } from './server-clock.js';

type Deps = {
  readonly places: Places;
  readonly persistence: Persistence;
  readonly clock: ClockPort;
  readonly serverClock: ServerClock;
  readonly random: RandomPort;
  readonly isOnline: () => boolean;
};

/**
 * What was typed and not sent: shown at once, stored with every keystroke, told to the server now and then, and as soon
 * as there is a connection. Of two drafts the later counts, by the server's clock as this device knows it.
 */
export class Drafts {
  readonly #deps: Deps;
  readonly #untold = new Map<string, Draft>();
  readonly #timers: KeyedTimers;
  #attempt = 0;

  constructor(deps: Deps) {
    this.#deps = deps;
    this.#timers = new KeyedTimers(deps.clock);
  }

  /** What was typed there and not sent. */
  of(place: string): string {
    return this.#deps.places.drafts(place).draft().text;
  }

  /** What is typed now; null when it changes nothing. Always later than what it replaces. */
  show(place: string, typed: string): Draft | null {
    const { places, serverClock } = this.#deps;
    const draft = places.drafts(place).draft();
    const text = typed.trim() === '' ? '' : typed;
    if (text === draft.text) return null;
    const next = { text, updatedAt: Math.max(serverClock.now(), draft.updatedAt + 1) };
    places.drafts(place).show(next);
    return next;
  }

  /** Tells it, in the tab that has the device lock. What was sent or cleared is told at once. */
  tell(place: string, draft: Draft): void {
    this.#deps.places.drafts(place).show(draft);
    this.#untold.set(place, draft);
    this.#store();
    if (draft.text === '') this.#schedule(place, 0);
    else if (!this.#timers.has(place)) this.#schedule(place, LIMITS.draftEveryMs);
  }

  /** What was not told yet is shown. */
  showStored(stored: unknown): void {
    for (const [place, draft] of parseDrafts(stored)) this.#deps.places.drafts(place).show(draft);
  }

  /** This tab has the device lock: it goes on with what an earlier one did not get to tell. */
  startTelling(stored: unknown): void {
    for (const [place, draft] of parseDrafts(stored)) this.tell(place, draft);
  }

  /** The list was replaced by the server's, which does not know these yet. */
  showAgain(): void {
    for (const [place, draft] of this.#untold) this.#deps.places.drafts(place).show(draft);
  }

  ready(): void {
    for (const place of this.#untold.keys()) this.#schedule(place, 0);
  }

  clear(): void {
    this.#untold.clear();
    this.#timers.clear();
  }

  #schedule(place: string, ms: number): void {
    this.#timers.schedule(place, ms, () => void this.#send(place));
  }

  async #send(place: string): Promise<void> {
    const { places, random, isOnline } = this.#deps;
    const draft = this.#untold.get(place);
    if (draft === undefined || !isOnline()) return;
    try {
      const kept = await places.drafts(place).tell(draft);
      this.#attempt = 0;
      places.drafts(place).kept(draft, kept);
      this.#done(place, draft);
    } catch (error) {
      if (!toParleyError(error).retryable) return this.#done(place, draft);
      this.#attempt += 1;
      if (isOnline()) this.#schedule(place, LIMITS.draftEveryMs + backoffMs(this.#attempt, random.number()));
    }
  }

  #done(place: string, draft: Draft): void {
    if (this.#untold.get(place) !== draft) {
      if (!this.#timers.has(place)) this.#schedule(place, LIMITS.draftEveryMs);
      return;
    }
    this.#untold.delete(place);
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
