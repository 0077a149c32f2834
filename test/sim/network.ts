import { ParleyError, type SyncCursor } from '@parley/contract';
import type { RestAnswer, RestRequest, SocketConnection, SocketHandlers, TransportPort } from '@parley/sdk';
import type { ModelConnection } from '@parley/testkit';
import type { World } from './world.js';

type Packet = () => void;

/** One direction of a connection: packets wait until the world lets one through. */
class Wire {
  readonly #world: World;
  readonly #faulty: boolean;
  #packets: Packet[] = [];
  #cut = false;

  constructor(world: World, faulty: boolean) {
    this.#world = world;
    this.#faulty = faulty;
  }

  put(packet: Packet): void {
    if (this.#cut) return;
    this.#packets.push(packet);
    this.#world.may(() => this.#deliver());
  }

  cut(): void {
    this.#cut = true;
    this.#packets = [];
  }

  #deliver(): void {
    const { random, rates } = this.#world;
    const far = this.#faulty && random.chance(rates.reordered) ? random.int(this.#packets.length) : 0;
    const [packet] = this.#packets.splice(far, 1);
    if (packet === undefined) return;
    if (this.#faulty && random.chance(rates.lost)) return;
    if (this.#faulty && random.chance(rates.doubled)) this.put(packet);
    packet();
  }
}

/** The network of one tab. It can be switched off, and each of its connections can be cut or silently die. */
export class TabNetwork implements TransportPort {
  readonly #world: World;
  readonly #deviceId: string;
  readonly #links = new Set<Link>();
  online = true;

  constructor(world: World, deviceId: string) {
    this.#world = world;
    this.#deviceId = deviceId;
  }

  readonly request = (request: RestRequest): Promise<RestAnswer> => {
    const { clock, random, rates, server } = this.#world;
    if (!this.online) return Promise.reject(new Error('offline'));
    return new Promise((resolve, reject) => {
      const timeout = clock.setTimeout(() => reject(new Error('timeout')), request.timeoutMs);
      const answer = async (): Promise<void> => {
        const answered = await server.rest(request);
        this.#noteSnapshot(request, answered);
        await this.#world.turn();
        if (random.chance(rates.lost)) return;
        timeout();
        resolve(answered);
      };
      this.#world.may(() => {
        if (!random.chance(rates.lost)) void answer();
      });
    });
  };

  readonly connect = (auth: Parameters<TransportPort['connect']>[0], handlers: SocketHandlers): SocketConnection => {
    const link = new Link(this.#world, { auth, handlers, online: this.online });
    this.#links.add(link);
    return link;
  };

  /** Ends every connection; told: the tab hears of it, otherwise only its heartbeat can find out. */
  cut(told: boolean): void {
    for (const link of this.#links) link.cut(told);
    this.#links.clear();
  }

  signal(event: string, payload: unknown): void {
    for (const link of this.#links) link.say(event, payload);
  }

  #noteSnapshot(request: RestRequest, answer: RestAnswer): void {
    if (!/\/conversations\?limit=\d+$/.test(request.path) || answer.status !== 200) return;
    const { cursor } = answer.body as { cursor: SyncCursor };
    const { conversations } = this.#world.server.store;
    const heads = new Map([...conversations].map(([id, { messages }]) => [id, messages.length]));
    const served = this.#world.snapshots.get(this.#deviceId) ?? [];
    this.#world.snapshots.set(this.#deviceId, [...served, { cursor, heads }]);
  }
}

type LinkOptions = {
  readonly auth: Parameters<TransportPort['connect']>[0];
  readonly handlers: SocketHandlers;
  readonly online: boolean;
};

class Link implements SocketConnection {
  readonly #up: Wire;
  readonly #down: Wire;
  readonly #world: World;
  readonly #handlers: SocketHandlers;
  #connection: ModelConnection | null = null;
  #closed = false;

  constructor(world: World, { auth, handlers, online }: LinkOptions) {
    this.#world = world;
    this.#handlers = handlers;
    this.#up = new Wire(world, world.datagrams);
    this.#down = new Wire(world, true);
    if (online) this.#up.put(() => this.#open(auth));
    else world.may(() => this.#end(null));
  }

  emit(event: string, payload: unknown, ack: (answer: unknown) => void): void {
    // As on a real wire: what arrives is a copy.
    const copy: unknown = structuredClone(payload);
    this.#up.put(() => {
      void this.#connection?.receive(event, copy).then((answer) => this.#down.put(() => ack(structuredClone(answer))));
    });
  }

  close(): void {
    this.#closed = true;
    this.#up.cut();
    this.#down.cut();
    this.#connection?.lost();
  }

  cut(told: boolean): void {
    this.#up.cut();
    this.#down.cut();
    this.#connection?.lost();
    if (told) this.#world.may(() => this.#end(null));
  }

  say(event: string, payload: unknown): void {
    this.#down.put(() => this.#handlers.message(event, payload));
  }

  #open(auth: LinkOptions['auth']): void {
    if (this.#connection !== null) return;
    try {
      this.#connection = this.#world.server.connect(auth, {
        emit: (event, payload) => this.say(event, structuredClone(payload)),
        closed: (told) => {
          this.#up.cut();
          this.#down.cut();
          if (told) this.#world.may(() => this.#end(null));
        },
      });
    } catch (error) {
      const coded = error instanceof ParleyError ? error : new ParleyError('INTERNAL');
      this.#world.may(() => this.#end(coded));
    }
  }

  #end(error: ParleyError | null): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#handlers.closed({ error: error?.toWire() ?? null, retryAfterMs: null, reason: 'simulated' });
  }
}
