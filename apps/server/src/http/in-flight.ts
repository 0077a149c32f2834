import { ParleyError } from '@parley/contract';
import type { Connection } from './connection.js';

/** So many questions of one connection are under way at a time; whoever asks more is told to wait. */
export class InFlight {
  private readonly underWay = new WeakMap<Connection, number>();

  constructor(private readonly most: number) {}

  async run<T>(connection: Connection, ask: () => Promise<T>): Promise<T> {
    const count = this.underWay.get(connection) ?? 0;
    if (count >= this.most) throw new ParleyError('RATE_LIMITED', { retryAfterMs: 500 });
    this.underWay.set(connection, count + 1);
    try {
      return await ask();
    } finally {
      this.underWay.set(connection, (this.underWay.get(connection) ?? 1) - 1);
    }
  }
}
