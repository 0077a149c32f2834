import type { Connection } from './connection.js';

/** The live connections of this gateway, by id and by user. */
export class ConnectionRegistry {
  private readonly byId = new Map<string, Connection>();
  private readonly byUser = new Map<string, Set<Connection>>();

  add(connection: Connection): void {
    this.byId.set(connection.id, connection);
    const { userId } = connection.actor;
    const mine = this.byUser.get(userId);
    if (mine === undefined) this.byUser.set(userId, new Set([connection]));
    else mine.add(connection);
  }

  remove(connection: Connection): void {
    this.byId.delete(connection.id);
    const { userId } = connection.actor;
    const mine = this.byUser.get(userId);
    mine?.delete(connection);
    if (mine?.size === 0) this.byUser.delete(userId);
  }

  ofUser(userId: string): Iterable<Connection> {
    return this.byUser.get(userId) ?? NONE;
  }

  hasUser(userId: string): boolean {
    return this.byUser.has(userId);
  }

  all(): IterableIterator<Connection> {
    return this.byId.values();
  }

  get size(): number {
    return this.byId.size;
  }
}

const NONE: readonly Connection[] = [];
