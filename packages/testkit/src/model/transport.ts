import { ParleyError, type SyncCursor } from '@parley/contract';
import type { RestRequest, SocketConnection, SocketHandlers, TransportPort } from '@parley/sdk';
import type { ModelConnection } from './connection.js';
import type { ModelServer } from './server.js';

/** The twin of the real transport: straight into a model server, nothing lost. It can be switched off, and watched. */
export class ModelTransport implements TransportPort {
  /** What went over the wire, newest last: `GET /api/v1/…` and socket events. */
  readonly log: string[] = [];
  /** Cursors that were told, alone or along with something else, by the event that told them. */
  readonly cursors: { event: string; inboxSeq: number }[] = [];
  /** Half-open: nothing arrives any more, and nobody says so. */
  silent = false;
  /** When an answer arrives: at once, unless a test says otherwise. */
  arrive: (answer: () => void) => void = (answer) => answer();
  /** The HttpOnly cookie of a browser: sent along by the platform, out of the client's reach. */
  cookie: string | null = null;
  readonly #server: ModelServer;
  readonly #links = new Set<{ end(): void }>();
  #online = true;

  constructor(server: ModelServer) {
    this.#server = server;
  }

  /** Off: what is connected ends, and nothing can be reached. */
  set online(online: boolean) {
    this.#online = online;
    if (!online) this.cut();
  }

  /** Every connection ends, and the client is told. */
  cut(): void {
    for (const link of [...this.#links]) link.end();
  }

  count(what: string): number {
    return this.log.filter((line) => line === what).length;
  }

  readonly request = (request: RestRequest): ReturnType<TransportPort['request']> => {
    if (!this.#online) return Promise.reject(new Error('offline'));
    this.log.push(`${request.method} ${request.path.split('?')[0]}`);
    const cookie =
      this.cookie !== null && request.path.startsWith('/api/v1/auth/') ? { refreshToken: this.cookie } : null;
    if (request.path.endsWith('/auth/logout')) this.cookie = null;
    return this.#server.rest(cookie === null ? request : { ...request, body: cookie });
  };

  readonly connect = (auth: Parameters<TransportPort['connect']>[0], handlers: SocketHandlers): SocketConnection => {
    const later = (run: () => void): void => void Promise.resolve().then(run);
    let open = true;
    let connection: ModelConnection | null = null;
    const end = (error: ParleyError | null): void => {
      if (!open) return;
      open = false;
      this.#links.delete(link);
      connection?.lost();
      handlers.closed({ error: error?.toWire() ?? null, retryAfterMs: null, reason: 'ended' });
    };
    const link = { end: () => end(null) };
    this.#links.add(link);
    later(() => {
      try {
        if (!this.#online) throw new ParleyError('UNAVAILABLE');
        connection = this.#server.connect(auth, {
          emit: (event, payload) =>
            later(() => open && !this.silent && handlers.message(event, structuredClone(payload))),
          closed: () => end(null),
        });
      } catch (error) {
        end(error instanceof ParleyError ? error : new ParleyError('INTERNAL'));
      }
    });
    return {
      emit: (event, payload, ack) => {
        this.log.push(event);
        const cursor = event === 'cursor.ack' ? payload : (payload as { cursor?: unknown }).cursor;
        if (cursor !== undefined) this.cursors.push({ event, inboxSeq: (cursor as SyncCursor).inboxSeq });
        if (this.silent) return;
        const answer = connection?.receive(event, structuredClone(payload));
        void answer?.then((answered) => this.arrive(() => open && ack(structuredClone(answered))));
      },
      close: () => {
        open = false;
        this.#links.delete(link);
        connection?.lost();
      },
    };
  };
}
