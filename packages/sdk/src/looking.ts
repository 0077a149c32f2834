import { LIMITS, type Presence } from '@parley/contract';
import { PRESENCE_POLL_MS } from '@parley/core';
import type { Connection } from './connection.js';
import type { Cancel, ClockPort } from './ports.js';
import type { Warn } from './warn.js';

type Deps = {
  readonly connection: Pick<Connection, 'online' | 'request'>;
  readonly clock: ClockPort;
  readonly warn: Warn;
  readonly told: (presence: readonly Presence[]) => void;
};

/** What comes onto the screen together is asked about together. */
const GATHER_MS = 250;

/** Whose presence is on the screen: asked for as it comes there and every half minute; the server tells of them in between. */
export class Looking {
  readonly #deps: Deps;
  readonly #looks = new Set<readonly string[]>();
  #timer: Cancel = () => undefined;
  #dueAt = Infinity;
  #tells = false;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** They are on the screen, until the answer is called. */
  look(userIds: readonly string[]): Cancel {
    if (userIds.length === 0) return () => undefined;
    // Of its own: the same list may be looked at twice.
    const look = [...userIds];
    this.#looks.add(look);
    this.#askIn(GATHER_MS);
    return () => void this.#looks.delete(look);
  }

  /** `tells`: a server of before tells of nobody in between. */
  ready(tells: boolean): void {
    this.#tells = tells;
    this.#askIn(0);
  }

  down(): void {
    this.#timer();
    this.#dueAt = Infinity;
  }

  async #ask(): Promise<void> {
    const { connection, warn, told } = this.#deps;
    const wanted = [...new Set([...this.#looks].flat())];
    if (!connection.online || wanted.length === 0) return;
    this.#askIn(PRESENCE_POLL_MS);
    try {
      // More than fit are asked for too; what is pushed in between is of the last ones that came.
      for (let at = 0; at < wanted.length; at += LIMITS.presenceIds) {
        const userIds = wanted.slice(at, at + LIMITS.presenceIds);
        const look = this.#tells ? { look: true } : {};
        told((await connection.request('presence.get', { userIds, ...look })).presence);
      }
    } catch (error) {
      warn('presence could not be asked', error);
    }
  }

  #askIn(ms: number): void {
    const dueAt = this.#deps.clock.now() + ms;
    if (dueAt >= this.#dueAt) return;
    this.#timer();
    this.#dueAt = dueAt;
    this.#timer = this.#deps.clock.setTimeout(() => {
      this.#dueAt = Infinity;
      void this.#ask();
    }, ms);
  }
}
