const TURN_MS = 200;
const turnsIn = (ms: number): number => Math.round(ms / TURN_MS);

/** As Engine.IO tells its clients: who was not pinged for the sum of both takes the server for gone. */
export const PINGS = { pingInterval: 45_000, pingTimeout: 15_000 };
const PING_EVERY = turnsIn(PINGS.pingInterval);
/** Longer than a device on a mobile network leaves between two heartbeats: one that beats is asked nothing besides. */
const ASK_AFTER = turnsIn(35_000);
const GONE_AFTER = turnsIn(50_000);
const PATIENCE = GONE_AFTER - ASK_AFTER;

/** What is asked of a connection here; Engine.IO's socket is one. */
export type Asked = { readyState: string; close(discard: boolean): unknown };

/** Of one connection, in turns: when something came from it, and when it was pinged. `socket`: null once it is closed. */
export type Heard<S extends Asked> = { socket: S | null; at: number; pingedAt: number };

/**
 * Who is pinged and who is gone. Engine.IO pings each connection every so often, with timers of its own, whether it beats or not: for
 * one at rest that costs as much as its heartbeats. Here any packet is a sign of life, so only the silent are asked, and the others
 * as seldom as their clients bear. Time goes by turns: while this process stands still, nobody falls silent.
 */
export class Silence<S extends Asked> {
  private turn = 0;
  /** A ring, of more turns than anybody waits: who is looked at in which. Each connection is in it once, however often it is heard. */
  private readonly turns: Heard<S>[][] = Array.from({ length: Math.max(PING_EVERY, GONE_AFTER) + 1 }, () => []);
  private timer: NodeJS.Timeout | null = null;

  constructor(private readonly ping: (socket: S) => void) {}

  start(): void {
    this.timer = setInterval(() => this.next(), TURN_MS).unref();
  }

  stop(): void {
    if (this.timer !== null) clearInterval(this.timer);
  }

  listen(socket: S): Heard<S> {
    const one = { socket, at: this.turn, pingedAt: this.turn };
    this.lookIn(this.turn + ASK_AFTER, one);
    return one;
  }

  heard(one: Heard<S>): void {
    one.at = this.turn;
  }

  /** It is closed. Its turn comes later: until then only this is kept of it, and not what it was in the middle of saying. */
  left(one: Heard<S>): void {
    one.socket = null;
  }

  next(): void {
    this.turn += 1;
    const slot = this.turn % this.turns.length;
    const due = this.turns[slot] ?? [];
    if (due.length === 0) return;
    this.turns[slot] = [];
    for (const one of due) if (one.socket?.readyState === 'open') this.look(one, one.socket);
  }

  private look(one: Heard<S>, socket: S): void {
    const { turn } = this;
    const silent = turn - one.at;
    if (silent >= GONE_AFTER) return void socket.close(true);
    // Pinged, and nothing came since.
    if (one.pingedAt > one.at) return this.lookIn(one.at + GONE_AFTER, one);
    if (silent < ASK_AFTER && turn - one.pingedAt < PING_EVERY) {
      return this.lookIn(Math.min(one.at + ASK_AFTER, one.pingedAt + PING_EVERY), one);
    }
    one.pingedAt = turn;
    this.lookIn(turn + PATIENCE, one);
    this.ping(socket);
  }

  private lookIn(turn: number, one: Heard<S>): void {
    this.turns[turn % this.turns.length]?.push(one);
  }
}
