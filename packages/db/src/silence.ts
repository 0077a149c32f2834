import type { Socket } from 'node:net';
import type pg from 'pg';

/** How often connections are looked at; a silence is noticed this much too late at most. */
const LOOK_MS = 1_000;

/** The database kept a statement without any answer: whether it was done is not known. */
export class DatabaseSilence extends Error {
  override readonly name = 'DatabaseSilence';
}

/** What pg's types leave out. `readyForQuery`: no statement is under way. */
type Inner = { readonly readyForQuery: boolean; readonly connection: { readonly stream: Socket } };
type Heard = { bytes: number; at: number };

/**
 * Cuts connections over which a statement gets no byte of an answer for too long: the database hangs, or the line to it is dead.
 * One look at all of them now and then. A timer for each statement, as pg's query_timeout has it, makes what statements carry
 * outlive the young generation of the heap (docs/performance.md).
 */
export class SilenceWatch {
  private readonly heard = new Map<pg.PoolClient, Heard>();
  private timer: NodeJS.Timeout | null = null;

  constructor(
    private readonly database: string,
    private readonly options: { afterMs: number; onSilence: ((database: string, afterMs: number) => void) | undefined },
  ) {}

  watch(pool: pg.Pool): void {
    pool.on('connect', (client) => {
      // What was under way is rejected by itself; without a listener a connection that breaks in a transaction would end the process.
      client.on('error', () => undefined);
      this.heard.set(client, { bytes: 0, at: performance.now() });
      this.timer ??= setInterval(() => this.look(), Math.min(LOOK_MS, this.options.afterMs)).unref();
    });
    pool.on('remove', (client) => {
      this.heard.delete(client);
      if (this.heard.size > 0 || this.timer === null) return;
      clearInterval(this.timer);
      this.timer = null;
    });
  }

  private look(): void {
    const now = performance.now();
    for (const [client, before] of this.heard) {
      const { readyForQuery, connection } = client as unknown as Inner;
      const bytes = connection.stream.bytesRead;
      if (readyForQuery || bytes !== before.bytes) this.heard.set(client, { bytes, at: now });
      else if (now - before.at > this.options.afterMs) this.cut(client, connection.stream);
    }
  }

  private cut(client: pg.PoolClient, stream: Socket): void {
    const { afterMs, onSilence } = this.options;
    this.heard.delete(client);
    onSilence?.(this.database, afterMs);
    stream.destroy(new DatabaseSilence(`${this.database} did not answer within ${afterMs} ms`));
  }
}
