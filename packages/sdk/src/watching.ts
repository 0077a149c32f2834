import { type Heads, LIMITS } from '@parley/contract';
import type { Connection } from './connection.js';
import type { Cancel } from './ports.js';
import type { RowFetcher } from './rows.js';
import type { Warn } from './warn.js';

type Deps = {
  readonly connection: Pick<Connection, 'online' | 'request'>;
  readonly rows: RowFetcher;
  readonly headsTold: (heads: readonly Heads[]) => void;
  readonly warn: Warn;
};

/** The conversations on screen: the server tells typing, receipts and heads of these. */
export class Watching {
  readonly #deps: Deps;
  #ids: readonly string[] = [];
  #asked: readonly string[] = [];
  /** By threads that somebody looks at, as often as they do. */
  readonly #held: string[] = [];

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  set(conversationIds: readonly string[]): void {
    this.#asked = conversationIds;
    this.#changed();
  }

  /** Watched until it is given back, whatever else is. */
  hold(conversationId: string): Cancel {
    this.#held.push(conversationId);
    this.#changed();
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      const at = this.#held.indexOf(conversationId);
      if (at >= 0) this.#held.splice(at, 1);
      this.#changed();
    };
  }

  has(conversationId: string): boolean {
    return this.#ids.includes(conversationId);
  }

  /** A new connection knows nothing of it. */
  ready(): void {
    if (this.#ids.length > 0) void this.#tell(this.#ids);
  }

  clear(): void {
    this.#ids = [];
    this.#asked = [];
  }

  #changed(): void {
    const next = [...new Set([...this.#asked, ...this.#held])].slice(0, LIMITS.watchedConversations);
    const fresh = next.filter((id) => !this.#ids.includes(id));
    if (fresh.length === 0 && next.length === this.#ids.length) return;
    this.#ids = next;
    void this.#tell(fresh);
  }

  async #tell(fresh: readonly string[]): Promise<void> {
    const { connection, headsTold, rows, warn } = this.#deps;
    // Receipts are hints: what was lost of them while nobody watched is read from the row.
    fresh.forEach((conversationId) => rows.want(conversationId));
    if (!connection.online) return;
    try {
      const { heads } = await connection.request('watch', { conversationIds: [...this.#ids] });
      headsTold(heads);
    } catch (error) {
      if (connection.online) warn('watch was refused', error);
    }
  }
}
