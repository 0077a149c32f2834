import { Preferences, PreferencesChange } from '@parley/contract';
import { backoffMs, changePreferences } from '@parley/core';
import { toParleyError } from './errors.js';
import { KeyedTimers } from './keyed-timers.js';
import type { Persistence } from './persistence.js';
import type { Cancel, ClockPort, RandomPort } from './ports.js';
import type { RestClient } from './rest.js';
import { LazyStore, type Store } from './store.js';
import type { Warn } from './warn.js';

/** null: not known yet. As they are on the server, with what it was not told yet. */
export type PreferencesSnapshot = { readonly preferences: Preferences | null };

type Deps = {
  readonly rest: RestClient;
  readonly persistence: Persistence;
  readonly clock: ClockPort;
  readonly random: RandomPort;
  readonly isOnline: () => boolean;
  readonly warn: Warn;
};

/** In `meta`. `stale`: the inbox began anew since, so what it told of them may be missing. */
type Stored = { readonly known: Preferences | null; readonly untold: PreferencesChange; readonly stale: boolean };

const TELL = 'tell';
const LOAD = 'load';

/**
 * How I like my client, on whichever device it was set: kept by entries, loaded when they can't have told, at hand offline. What is
 * set here shows at once, is stored, and told as soon as there is a connection. The highest version counts.
 */
export class OwnPreferences implements Store<PreferencesSnapshot> {
  readonly #deps: Deps;
  readonly #store: LazyStore<PreferencesSnapshot>;
  readonly #timers: KeyedTimers;
  #known: Preferences | null = null;
  /** Of what is known, in the numbers of the inbox that goes on; those of one before say nothing. */
  #version = -1;
  #stale = true;
  /** How often the inbox began anew. */
  #begun = 0;
  /** Set in this tab, until the server is heard of it. */
  #shown: PreferencesChange = {};
  /** What the tab with the device lock has to tell. */
  #untold: PreferencesChange = {};
  #supported = false;
  #asked = 0;
  #attempt = 0;
  #telling = false;

  constructor(deps: Deps) {
    this.#deps = deps;
    this.#timers = new KeyedTimers(deps.clock);
    this.#store = new LazyStore(() => ({
      preferences: this.#known === null ? null : changePreferences(this.#known, { ...this.#untold, ...this.#shown }),
    }));
  }

  readonly subscribe = (listener: () => void): Cancel => {
    const first = !this.#store.watched;
    const cancel = this.#store.subscribe(listener);
    if (first) this.#load();
    return cancel;
  };

  readonly getSnapshot = (): PreferencesSnapshot => this.#store.getSnapshot();

  /** It shows in this tab; the tab that has the device lock tells it. */
  show(change: PreferencesChange): void {
    this.#shown = { ...this.#shown, ...change };
    this.#store.changed();
  }

  /** From whichever tab: what was set in this one before gives way. */
  tell(change: PreferencesChange): void {
    this.#shown = without(this.#shown, (name) => name in change);
    this.#tellAlso(change);
  }

  #tellAlso(change: PreferencesChange): void {
    this.#untold = { ...this.#untold, ...change };
    this.#changed();
    this.#schedule(0);
  }

  /** As an entry or an answer says. */
  apply(known: Preferences): void {
    if (known.version < this.#version) return;
    if (this.#known !== null && known.version > this.#version) this.#shown = {};
    this.#known = known;
    this.#version = known.version;
    this.#changed();
  }

  showStored(value: unknown): void {
    const stored = parseStored(value);
    if (stored.known === null || stored.known.version < this.#version) return;
    // As with an entry: what was set here is in what came after it, or was overtaken by it.
    const overtaken = this.#known !== null && stored.known.version > this.#version;
    this.#known = stored.known;
    this.#stale = stored.stale;
    this.#version = stored.stale ? -1 : stored.known.version;
    this.#shown = { ...stored.untold, ...(overtaken ? {} : this.#shown) };
    this.#store.changed();
  }

  /** This tab has the device lock: it goes on with what an earlier one did not get to tell. */
  startTelling(value: unknown): void {
    this.showStored(value);
    this.#tellAlso({ ...parseStored(value).untold, ...this.#untold });
  }

  stopTelling(): void {
    this.#untold = {};
    this.#timers.clear();
  }

  /** A new connection. `supported`: a server of before knows nothing of them. */
  ready(supported: boolean): void {
    this.#supported = supported;
    this.#load();
    this.#schedule(0);
  }

  /** The inbox began anew. */
  replaced(): void {
    this.#begun += 1;
    this.#asked += 1;
    this.#stale = true;
    this.#version = -1;
    this.#changed();
    this.#load();
  }

  clear(): void {
    this.#asked += 1;
    this.#begun += 1;
    this.#known = null;
    this.#version = -1;
    this.#stale = true;
    this.#shown = {};
    this.stopTelling();
    this.#store.changed();
  }

  #load(): void {
    const { isOnline } = this.#deps;
    if (this.#stale && this.#supported && this.#store.watched && isOnline()) void this.#ask();
  }

  async #ask(): Promise<void> {
    const { rest, random } = this.#deps;
    this.#asked += 1;
    const asked = this.#asked;
    try {
      const known = await rest.call('preferences', {});
      if (asked !== this.#asked) return;
      this.#stale = false;
      this.#attempt = 0;
      this.apply(known);
    } catch (error) {
      if (asked !== this.#asked || !toParleyError(error).retryable) return;
      // Until then they are as this device knows them.
      this.#attempt += 1;
      this.#timers.schedule(LOAD, backoffMs(this.#attempt, random.number()), () => this.#load());
    }
  }

  #schedule(ms: number): void {
    if (Object.keys(this.#untold).length > 0) this.#timers.schedule(TELL, ms, () => void this.#send());
  }

  async #send(): Promise<void> {
    const { rest, random, isOnline, warn } = this.#deps;
    const change = this.#untold;
    if (this.#telling || !this.#supported || !isOnline() || Object.keys(change).length === 0) return;
    const begun = this.#begun;
    this.#telling = true;
    try {
      const known = await rest.call('changePreferences', { body: change });
      this.#attempt = 0;
      this.#told(change);
      if (begun === this.#begun) this.apply(known);
    } catch (error) {
      if (toParleyError(error).retryable) this.#attempt += 1;
      else {
        this.#told(change);
        warn('what was set was refused', error);
      }
    } finally {
      this.#telling = false;
    }
    // What was set meanwhile, or is to be tried again.
    if (isOnline()) this.#schedule(this.#attempt === 0 ? 0 : backoffMs(this.#attempt, random.number()));
  }

  /** Of these nothing waits any more, unless it was set again since. */
  #told(change: PreferencesChange): void {
    const isTold = (name: keyof PreferencesChange, value: unknown): boolean => change[name] === value;
    this.#untold = without(this.#untold, isTold);
    this.#shown = without(this.#shown, isTold);
    // Even if the answer is older than what is known by now: what is stored would be told again by the next tab that leads.
    this.#changed();
  }

  #changed(): void {
    const value: Stored = { known: this.#known, untold: this.#untold, stale: this.#stale };
    this.#deps.persistence.write({ table: 'meta', put: 'preferences', value });
    this.#store.changed();
  }
}

function without(
  change: PreferencesChange,
  isOut: (name: keyof PreferencesChange, value: unknown) => boolean,
): PreferencesChange {
  const names = Object.keys(change) as (keyof PreferencesChange)[];
  return Object.fromEntries(names.filter((name) => !isOut(name, change[name])).map((name) => [name, change[name]]));
}

function parseStored(value: unknown): Stored {
  const row: { known?: unknown; untold?: unknown; stale?: unknown } =
    typeof value === 'object' && value !== null ? value : {};
  const known = Preferences.safeParse(row.known);
  const untold = PreferencesChange.safeParse(row.untold);
  return {
    known: known.success ? known.data : null,
    untold: untold.success ? untold.data : {},
    stale: row.stale !== false,
  };
}
