import type { Handshake } from '@parley/contract';
import type { Cancel, Ports, SocketConnection, SocketHandlers, TransportPort } from '../ports.js';
import { FarLine } from './far-line.js';
import { type LineMessage, lineLock, onLineMessage } from './line-messages.js';
import { Trunk } from './trunk.js';

/** `channel`: one that nobody else uses. */
type Shared = Pick<Ports, 'transport' | 'lock' | 'channel' | 'clock' | 'random'>;

const CONNECTION_LOCK = 'parley.connection';

/**
 * A transport whose connection all tabs of a browser share: the tab that holds the lock has it, the others speak through that tab. When it
 * ends, the next one makes its own, and all lines begin anew as after any lost connection. A tab that gets no answer connects by itself.
 */
export function sharedTransport(ports: Shared): TransportPort {
  const tab = new SharingTab(ports);
  return {
    request: (request) => ports.transport.request(request),
    connect: (auth, handlers) => tab.connect(auth, handlers),
  };
}

class SharingTab {
  readonly #ports: Shared;
  readonly #trunk: Trunk;
  /** Lines of this tab to the connection of another one. */
  readonly #far = new Set<FarLine>();
  /** Lines of other tabs to the connection of this one; called when they end. */
  readonly #served = new Map<string, Cancel>();
  #asked = false;
  #held = false;

  constructor(ports: Shared) {
    const { transport, clock } = ports;
    this.#ports = ports;
    this.#trunk = new Trunk({
      connect: (auth, handlers) => transport.connect(auth, handlers),
      clock,
      tellFar: (event, payload) => this.#post({ kind: 'message', event, payload }),
    });
  }

  connect(auth: Handshake, handlers: SocketHandlers): SocketConnection {
    this.#join();
    if (this.#held) return this.#near(auth, handlers);
    const { lock, clock, random, transport } = this.#ports;
    const line: FarLine = new FarLine(
      random.id(),
      { auth, handlers },
      {
        ...{ lock, clock },
        connect: (by, to) => transport.connect(by, to),
        post: (message) => this.#post(message),
        over: () => this.#far.delete(line),
      },
    );
    this.#far.add(line);
    return line;
  }

  /** Once somebody here wants a connection: a page that nobody is signed in at holds none. */
  #join(): void {
    if (this.#asked) return;
    this.#asked = true;
    onLineMessage(this.#ports.channel, (message) => this.#told(message));
    this.#ports.lock.hold(CONNECTION_LOCK, () => {
      this.#held = true;
      this.#post({ kind: 'held' });
      for (const line of [...this.#far]) {
        line.connectBy((auth, handlers) => this.#near(auth, handlers));
        line.holderChanged();
      }
    });
  }

  #near(auth: Handshake, handlers: SocketHandlers): SocketConnection {
    const line = this.#ports.random.id();
    this.#trunk.open(line, { auth, handlers, isFar: false });
    return {
      emit: (event, payload, ack) => this.#trunk.emit(line, { event, payload }, ack),
      close: () => this.#trunk.close(line),
    };
  }

  #told(message: LineMessage): void {
    if (message.kind === 'held') {
      // Where tabs can't agree on one, each has its own.
      if (!this.#held) for (const line of [...this.#far]) line.holderChanged();
    } else if (message.kind === 'open' || message.kind === 'emit' || message.kind === 'close') {
      if (this.#held) this.#serve(message);
    } else for (const line of [...this.#far]) line.told(message);
  }

  #serve(message: Extract<LineMessage, { kind: 'open' | 'emit' | 'close' }>): void {
    const { line } = message;
    if (message.kind === 'emit') {
      const { number, event, payload } = message;
      this.#trunk.emit(line, { event, payload }, (answer) => this.#post({ kind: 'answer', line, number, answer }));
    } else if (message.kind === 'close') this.#unserve(line);
    else if (!this.#served.has(line)) this.#open(line, message.auth);
  }

  #open(line: string, auth: Handshake): void {
    this.#post({ kind: 'taken', line });
    // The lock of a line is free when its tab is gone.
    this.#served.set(
      line,
      this.#ports.lock.hold(lineLock(line), () => this.#unserve(line)),
    );
    this.#trunk.open(line, {
      auth,
      isFar: true,
      handlers: {
        message: (event, payload) => this.#post({ kind: 'message', line, event, payload }),
        closed: (why) => {
          this.#post({ kind: 'ended', line, why });
          this.#unserve(line);
        },
      },
    });
  }

  #unserve(line: string): void {
    this.#served.get(line)?.();
    this.#served.delete(line);
    this.#trunk.close(line);
  }

  #post(message: LineMessage): void {
    this.#ports.channel.post(message);
  }
}
