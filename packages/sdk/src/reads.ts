import { backoffMs } from '@parley/core';
import type { Connection } from './connection.js';
import { toParleyError } from './errors.js';
import { KeyedTimers } from './keyed-timers.js';
import type { Persistence } from './persistence.js';
import type { Places } from './places.js';
import type { ClockPort, RandomPort } from './ports.js';

type Deps = {
  readonly places: Places;
  readonly connection: Pick<Connection, 'online'>;
  readonly persistence: Persistence;
  readonly clock: ClockPort;
  readonly random: RandomPort;
};

/** One report per place and second is enough: a watermark makes the ones before it superfluous. */
const EVERY_MS = 1_000;
/** The first one leaves when the page stands still: what is read here is to be read on all my devices within a second. */
const SOON_MS = 100;
/** Places of which is known when they were told last. */
const KEPT = 200;
/** What one said oneself counts as read without a word, as long as the server finds it among the newest: it is told in time. */
const SENT_MS = 30_000;

/** Read marks that the server does not know yet: shown at once, stored, reported as soon as there is a connection. */
export class Reads {
  readonly #deps: Deps;
  readonly #unreported = new Map<string, number>();
  readonly #timers: KeyedTimers;
  readonly #toldAt = new Map<string, number>();
  /** Places about which nothing but own messages is to be told. */
  readonly #unhurried = new Set<string>();
  #attempt = 0;

  constructor(deps: Deps) {
    this.#deps = deps;
    this.#timers = new KeyedTimers(deps.clock);
  }

  /** Whether the mark moves anything; it is shown at once. */
  show(place: string, upTo: number): boolean {
    return this.#deps.places.reads(place).show(upTo);
  }

  /** What was not reported yet is shown as read. */
  showStored(stored: unknown): void {
    for (const [place, upTo] of parseReads(stored)) this.show(place, upTo);
  }

  /** Reports it, in the tab that has the device lock. */
  report(place: string, upTo: number): void {
    if ((this.#unreported.get(place) ?? 0) >= upTo) return;
    this.#unreported.set(place, upTo);
    this.#store();
    if (this.#unhurried.delete(place) || !this.#timers.has(place)) this.#schedule(place, this.#waitMs(place));
  }

  /** I said this in a conversation, so I have read what stands before it. */
  sent(conversationId: string, seq: number): void {
    if ((this.#unreported.get(conversationId) ?? 0) >= seq) return;
    this.#unreported.set(conversationId, seq);
    this.#store();
    if (this.#timers.has(conversationId)) return;
    this.#unhurried.add(conversationId);
    this.#schedule(conversationId, SENT_MS);
  }

  /** This tab has the device lock: it goes on with what an earlier one did not get to report. */
  startReporting(stored: unknown): void {
    for (const [place, upTo] of parseReads(stored)) this.report(place, upTo);
  }

  stopReporting(): void {
    this.clear();
  }

  /** The list was replaced by the server's, which does not know these yet. */
  showAgain(): void {
    for (const [place, upTo] of this.#unreported) this.show(place, upTo);
  }

  ready(): void {
    for (const place of this.#unreported.keys()) this.#schedule(place, 0);
  }

  clear(): void {
    this.#unreported.clear();
    this.#toldAt.clear();
    this.#unhurried.clear();
    this.#timers.clear();
  }

  #waitMs(place: string): number {
    const toldAt = this.#toldAt.get(place);
    return toldAt === undefined ? SOON_MS : Math.max(SOON_MS, toldAt + EVERY_MS - this.#deps.clock.now());
  }

  #note(place: string): void {
    this.#toldAt.delete(place);
    this.#toldAt.set(place, this.#deps.clock.now());
    const [oldest] = this.#toldAt.keys();
    if (this.#toldAt.size > KEPT && oldest !== undefined) this.#toldAt.delete(oldest);
  }

  #schedule(place: string, ms: number): void {
    this.#timers.schedule(place, ms, () => void this.#send(place));
  }

  async #send(place: string): Promise<void> {
    const { places, connection, random } = this.#deps;
    this.#unhurried.delete(place);
    const upTo = this.#unreported.get(place);
    if (upTo === undefined || !connection.online) return;
    this.#note(place);
    try {
      await places.reads(place).tell(upTo);
      this.#attempt = 0;
      this.#done(place, upTo);
    } catch (error) {
      if (!toParleyError(error).retryable) return this.#done(place, upTo);
      this.#attempt += 1;
      if (connection.online) this.#schedule(place, EVERY_MS + backoffMs(this.#attempt, random.number()));
    }
  }

  #done(place: string, upTo: number): void {
    if (this.#unreported.get(place) !== upTo) return this.#schedule(place, EVERY_MS);
    this.#unreported.delete(place);
    this.#store();
  }

  #store(): void {
    this.#deps.persistence.write({ table: 'meta', put: 'reads', value: Object.fromEntries(this.#unreported) });
  }
}

function parseReads(stored: unknown): Array<[string, number]> {
  if (typeof stored !== 'object' || stored === null) return [];
  return Object.entries(stored).filter((entry): entry is [string, number] => typeof entry[1] === 'number');
}
