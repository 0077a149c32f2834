import type { Handshake } from '@parley/contract';
import type { Cancel, Ports, SocketConnection, SocketHandlers, TransportPort } from '../ports.js';
import { type LineMessage, lineLock } from './line-messages.js';

type Deps = Pick<Ports, 'lock' | 'clock'> & {
  /** A connection of this tab alone. */
  readonly connect: TransportPort['connect'];
  readonly post: (message: LineMessage) => void;
  readonly over: () => void;
};

/** A tab that is there answers within a few milliseconds; one that the browser has put to sleep does not. */
const TAKEN_WITHIN_MS = 1_000;
const GONE = 'the tab that held the connection is gone';

/** A line to the connection that another tab holds. Where no tab answers, a connection of its own. */
export class FarLine implements SocketConnection {
  readonly id: string;
  readonly #auth: Handshake;
  readonly #handlers: SocketHandlers;
  readonly #deps: Deps;
  readonly #asked = new Map<number, (answer: unknown) => void>();
  #state: 'asking' | 'taken' | 'own' | 'over' = 'asking';
  /** Of this tab: its own, or the one that it holds by now. */
  #own: SocketConnection | null = null;
  #count = 0;
  #isLocked = false;
  #unlock: Cancel;
  #timer: Cancel;

  constructor(id: string, { auth, handlers }: { auth: Handshake; handlers: SocketHandlers }, deps: Deps) {
    this.id = id;
    this.#auth = auth;
    this.#handlers = handlers;
    this.#deps = deps;
    this.#timer = deps.clock.setTimeout(() => this.connectBy(deps.connect), TAKEN_WITHIN_MS);
    // First the lock: who is asked waits for it, and must not get it while this tab lives.
    this.#unlock = deps.lock.hold(lineLock(id), () => {
      this.#isLocked = true;
      this.#ask();
    });
  }

  /** Nobody has taken it, so it becomes one of this tab. */
  connectBy(connect: TransportPort['connect']): void {
    if (this.#state !== 'asking') return;
    this.#leave('own');
    this.#own = connect(this.#auth, this.#handlers);
  }

  /** Another tab holds the connection from now on. */
  holderChanged(): void {
    if (this.#state === 'asking') this.#ask();
    else this.ended({ error: null, retryAfterMs: null, reason: GONE });
  }

  told(message: LineMessage): void {
    if (message.kind === 'message' && this.#state === 'taken' && (message.line ?? this.id) === this.id) {
      return this.#handlers.message(message.event, message.payload);
    }
    if (!('line' in message) || message.line !== this.id) return;
    if (message.kind === 'taken' && this.#state === 'asking') {
      this.#timer();
      this.#state = 'taken';
    } else if (message.kind === 'ended') this.ended(message.why);
    else if (message.kind === 'answer') {
      const ack = this.#asked.get(message.number);
      this.#asked.delete(message.number);
      ack?.(message.answer);
    }
  }

  ended(why: Parameters<SocketHandlers['closed']>[0]): void {
    if (this.#state !== 'asking' && this.#state !== 'taken') return;
    this.#leave('over');
    this.#handlers.closed(why);
  }

  emit(event: string, payload: unknown, ack: (answer: unknown) => void): void {
    if (this.#state === 'own') return this.#own?.emit(event, payload, ack);
    if (this.#state !== 'taken') return;
    this.#count += 1;
    this.#asked.set(this.#count, ack);
    this.#deps.post({ kind: 'emit', line: this.id, number: this.#count, event, payload });
  }

  close(): void {
    this.#leave('over');
    this.#own?.close();
  }

  #ask(): void {
    if (this.#state === 'asking' && this.#isLocked) this.#deps.post({ kind: 'open', line: this.id, auth: this.#auth });
  }

  #leave(state: 'own' | 'over'): void {
    if (this.#state === 'asking' || this.#state === 'taken') this.#deps.post({ kind: 'close', line: this.id });
    this.#state = state;
    this.#timer();
    this.#unlock();
    this.#asked.clear();
    this.#deps.over();
  }
}
