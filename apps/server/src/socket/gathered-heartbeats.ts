import type { Connection } from './connection.js';

const GATHER_MS = 200;

/**
 * Heartbeats are dealt with together, five times a second: one alone finds nothing of what it needs in the processor's caches, and
 * takes twice as long as one among many. Nobody waits for them. One a connection is held; another one from it, or anything
 * else, comes after that.
 */
export class GatheredHeartbeats {
  private waiting: Connection[] = [];
  private timer: NodeJS.Timeout | null = null;

  add(connection: Connection, take: () => void): void {
    connection.heartbeat = take;
    this.waiting.push(connection);
    this.timer ??= setTimeout(() => this.takeAll(), GATHER_MS);
  }

  /** What is held of this connection, if there is something. */
  take(connection: Connection): void {
    const take = connection.heartbeat;
    if (take === null) return;
    connection.heartbeat = null;
    take();
  }

  private takeAll(): void {
    const { waiting } = this;
    this.waiting = [];
    this.timer = null;
    for (const connection of waiting) this.take(connection);
  }
}
