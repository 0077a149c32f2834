import { type KnownEntry, LIMITS, type ParleyError, type Scheduled } from '@parley/contract';
import { retryDelayMs } from '@parley/core';
import { retryHintMs, toParleyError } from './errors.js';
import type { Cancel, ClockPort, RandomPort } from './ports.js';
import type { RestClient } from './rest.js';
import { LazyStore, type Store } from './store.js';

export type ScheduledSnapshot = {
  readonly status: 'loading' | 'ready' | 'error';
  /** What was not sent yet, of all conversations; the one that is sent next first. */
  readonly items: readonly Scheduled[];
  readonly error: ParleyError | null;
};

type Deps = {
  readonly rest: RestClient;
  readonly clock: ClockPort;
  readonly random: RandomPort;
};

/**
 * My scheduled messages: loaded once somebody looks and with every connection, kept by entries and answers in between. The
 * highest version of each counts, in whatever order they come.
 */
export class ScheduledMessages implements Store<ScheduledSnapshot> {
  readonly #deps: Deps;
  readonly #store: LazyStore<ScheduledSnapshot>;
  readonly #rows = new Map<string, Scheduled>();
  /** Deleted ones never come back, however late an old answer is. */
  readonly #deleted = new Set<string>();
  /** What was told while a list was on its way: the list may be older. */
  readonly #toldSince = new Set<string>();
  #wanted = false;
  #status: ScheduledSnapshot['status'] = 'loading';
  #error: ParleyError | null = null;
  #asked = 0;
  #attempt = 0;
  #retry: Cancel = () => undefined;

  constructor(deps: Deps) {
    this.#deps = deps;
    this.#store = new LazyStore(() => ({
      status: this.#status,
      items: [...this.#rows.values()].filter(({ state }) => state !== 'sent').sort(byTime),
      error: this.#error,
    }));
  }

  readonly subscribe = (listener: () => void): Cancel => {
    const first = !this.#wanted;
    this.#wanted = true;
    if (first) void this.#load();
    return this.#store.subscribe(listener);
  };

  readonly getSnapshot = (): ScheduledSnapshot => this.#store.getSnapshot();

  /** A new connection: what was told meanwhile may have been missed. */
  ready(): void {
    if (this.#wanted) void this.#load();
  }

  applyEntry({ scheduledId, scheduled }: Extract<KnownEntry, { kind: 'scheduled' }>): void {
    if (scheduled === null) this.remove(scheduledId);
    else this.apply(scheduled);
  }

  /** As it is now, by an entry or an answer. */
  apply(row: Scheduled): void {
    this.#toldSince.add(row.scheduledId);
    if (this.#take(row)) this.#store.changed();
  }

  remove(scheduledId: string): void {
    this.#deleted.add(scheduledId);
    if (this.#rows.delete(scheduledId)) this.#store.changed();
  }

  clear(): void {
    this.#asked += 1;
    this.#retry();
    this.#rows.clear();
    this.#deleted.clear();
    // Whoever still looks sees what is scheduled by the one who signs in next.
    this.#wanted = this.#store.watched;
    this.#status = 'loading';
    this.#error = null;
    this.#store.changed();
  }

  #take(row: Scheduled): boolean {
    const known = this.#rows.get(row.scheduledId);
    if (this.#deleted.has(row.scheduledId) || (known !== undefined && known.version > row.version)) return false;
    this.#rows.set(row.scheduledId, row);
    return true;
  }

  async #load(): Promise<void> {
    this.#retry();
    this.#asked += 1;
    const asked = this.#asked;
    this.#toldSince.clear();
    try {
      const listed = await this.#all();
      if (asked !== this.#asked) return;
      const still = new Set(listed.map(({ scheduledId }) => scheduledId));
      for (const id of this.#rows.keys()) if (!still.has(id) && !this.#toldSince.has(id)) this.#rows.delete(id);
      for (const row of listed) this.#take(row);
      this.#attempt = 0;
      this.#set('ready', null);
    } catch (failure) {
      if (asked !== this.#asked) return;
      const error = toParleyError(failure);
      if (this.#status !== 'ready') this.#set('error', error);
      if (error.retryable) this.#again(error);
    }
  }

  #again(error: ParleyError): void {
    const { clock, random } = this.#deps;
    this.#retry = clock.setTimeout(
      () => void this.#load(),
      retryDelayMs(retryHintMs(error), this.#attempt, random.number()),
    );
    this.#attempt += 1;
  }

  async #all(): Promise<Scheduled[]> {
    const all: Scheduled[] = [];
    let after: string | null = null;
    do {
      const query: { limit: number; after?: string } = {
        limit: LIMITS.scheduledPage,
        ...(after === null ? {} : { after }),
      };
      const page = await this.#deps.rest.call('scheduled', { query });
      all.push(...page.scheduled);
      after = page.next;
    } while (after !== null);
    return all;
  }

  #set(status: ScheduledSnapshot['status'], error: ParleyError | null): void {
    this.#status = status;
    this.#error = error;
    this.#store.changed();
  }
}

function byTime(a: Scheduled, b: Scheduled): number {
  return a.sendAt - b.sendAt || (a.scheduledId < b.scheduledId ? -1 : 1);
}
