import { backoffMs } from '@parley/core';
import type { Cache } from './cache.js';
import { chatOnRead } from './cache/chat.js';
import type { Connection } from './connection.js';
import { toParleyError } from './errors.js';
import { KeyedTimers } from './keyed-timers.js';
import type { Persistence } from './persistence.js';
import type { ClockPort, RandomPort } from './ports.js';

type Deps = {
  readonly cache: Cache;
  readonly connection: Pick<Connection, 'online' | 'request'>;
  readonly persistence: Persistence;
  readonly clock: ClockPort;
  readonly random: RandomPort;
};

/** One report per conversation and second is enough: a watermark makes the ones before it superfluous. */
const EVERY_MS = 1_000;

/** Read marks that the server does not know yet: shown at once, stored, reported as soon as there is a connection. */
export class Reads {
  readonly #deps: Deps;
  readonly #unreported = new Map<string, number>();
  readonly #timers: KeyedTimers;
  #attempt = 0;

  constructor(deps: Deps) {
    this.#deps = deps;
    this.#timers = new KeyedTimers(deps.clock);
  }

  /** Whether the mark moves anything; the list shows it at once. */
  show(conversationId: string, seq: number): boolean {
    const { cache } = this.#deps;
    const chat = cache.chat(conversationId);
    const upTo = Math.min(seq, chat.head.seq);
    if (upTo <= chat.readSeq) return false;
    const ord = upTo === chat.head.seq ? chat.head.ord : cache.timelines.get(conversationId)?.messages.get(upTo)?.ord;
    cache.setChat(chatOnRead(chat, { readSeq: upTo, readOrd: ord ?? chat.readOrd }));
    return true;
  }

  /** What was not reported yet is shown as read. */
  showStored(stored: unknown): void {
    for (const [conversationId, seq] of parseReads(stored)) this.show(conversationId, seq);
  }

  /** Reports it, in the tab that has the device lock. */
  report(conversationId: string, seq: number): void {
    if ((this.#unreported.get(conversationId) ?? 0) >= seq) return;
    this.#unreported.set(conversationId, seq);
    this.#store();
    if (!this.#timers.has(conversationId)) this.#schedule(conversationId, EVERY_MS);
  }

  /** This tab has the device lock: it goes on with what an earlier one did not get to report. */
  startReporting(stored: unknown): void {
    for (const [conversationId, seq] of parseReads(stored)) this.report(conversationId, seq);
  }

  stopReporting(): void {
    this.clear();
  }

  /** The list was replaced by the server's, which does not know these yet. */
  showAgain(): void {
    for (const [conversationId, seq] of this.#unreported) this.show(conversationId, seq);
  }

  ready(): void {
    for (const conversationId of this.#unreported.keys()) this.#schedule(conversationId, 0);
  }

  clear(): void {
    this.#unreported.clear();
    this.#timers.clear();
  }

  #schedule(conversationId: string, ms: number): void {
    this.#timers.schedule(conversationId, ms, () => void this.#send(conversationId));
  }

  async #send(conversationId: string): Promise<void> {
    const { cache, connection, random } = this.#deps;
    const seq = this.#unreported.get(conversationId);
    if (seq === undefined || !connection.online) return;
    try {
      const read = await connection.request('receipt.read', { conversationId, seq });
      this.#attempt = 0;
      cache.applyRead(conversationId, read);
      this.#done(conversationId, seq);
    } catch (error) {
      if (!toParleyError(error).retryable) return this.#done(conversationId, seq);
      this.#attempt += 1;
      if (connection.online) this.#schedule(conversationId, EVERY_MS + backoffMs(this.#attempt, random.number()));
    }
  }

  #done(conversationId: string, seq: number): void {
    if (this.#unreported.get(conversationId) !== seq) return this.#schedule(conversationId, EVERY_MS);
    this.#unreported.delete(conversationId);
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
