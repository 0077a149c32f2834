import { type Handshake, WireError } from '@parley/contract';
import type { io, ManagerOptions } from 'socket.io-client';
import type {
  RestAnswer,
  RestRequest,
  SocketClosed,
  SocketConnection,
  SocketHandlers,
  TransportPort,
} from '../ports.js';
import { host } from './host.js';

export type TransportOptions = {
  /** Origin of the installation, e.g. https://chat.example.com; socket, REST and web share it. */
  readonly url: string;
};

type WebSockets = NonNullable<ManagerOptions['transports']>;

/**
 * fetch for REST, socket.io over WebSocket for the rest. `webSockets`: of a platform that can read the answer to an upgrade that
 * was refused; it tells how long to wait.
 */
export function createTransport(
  { url }: TransportOptions,
  webSockets: (told: (retryAfterMs: number) => void) => WebSockets = () => ['websocket'],
): TransportPort {
  const origin = url.replace(/\/+$/, '');
  return {
    request: (request) => fetchRest(origin, request),
    connect: (auth, handlers) => later((made) => openSocket(made, { origin, auth, webSockets }, handlers), handlers),
  };
}

type Io = typeof io;
type Opening = { origin: string; auth: Handshake; webSockets: (told: (retryAfterMs: number) => void) => WebSockets };

/**
 * The library comes with the first connection: a page shows what it has stored without it. A connection that is closed before it
 * came is never made.
 */
function later(open: (made: Io) => SocketConnection, handlers: SocketHandlers): SocketConnection {
  let socket: SocketConnection | null = null;
  let isClosed = false;
  import('socket.io-client').then(
    (library) => {
      if (!isClosed) socket = open(library.io);
    },
    (error: unknown) => {
      if (!isClosed) handlers.closed({ error: null, retryAfterMs: null, reason: String(error) });
    },
  );
  return {
    emit: (event, payload, ack) => socket?.emit(event, payload, ack),
    close: () => {
      isClosed = true;
      socket?.close();
    },
  };
}

function openSocket(made: Io, { origin, auth, webSockets }: Opening, handlers: SocketHandlers): SocketConnection {
  let hintMs: number | null = null;
  const transports = webSockets((retryAfterMs) => {
    hintMs = retryAfterMs;
  });
  const socket = made(origin, {
    transports,
    reconnection: false,
    forceNew: true,
    autoConnect: false,
    auth: { ...auth },
  });
  const closed = once((why: SocketClosed) => {
    socket.close();
    handlers.closed(why);
  });
  socket.onAny((event: string, payload: unknown) => handlers.message(event, payload));
  socket.on('connect_error', (error: Error & { data?: unknown }) => closed(whyRefused(error, hintMs)));
  socket.on('disconnect', (reason) => closed({ error: null, retryAfterMs: null, reason }));
  socket.connect();
  return connectionOf(socket);
}

type IoSocket = ReturnType<Io>;

function connectionOf(socket: IoSocket): SocketConnection {
  return {
    emit: (event, payload, ack) => {
      // Socket.IO would keep what is sent while disconnected and send it later, behind the back of the outgoing queue.
      if (socket.connected) socket.emit(event, payload, ack);
    },
    close: () => {
      socket.offAny();
      socket.off();
      socket.close();
    },
  };
}

function whyRefused(error: Error & { data?: unknown }, hintMs: number | null): SocketClosed {
  const wire = WireError.safeParse(error.data);
  const hint: unknown = wire.success ? wire.data.details['retryAfterMs'] : hintMs;
  return {
    error: wire.success ? wire.data : null,
    retryAfterMs: typeof hint === 'number' ? hint : null,
    reason: error.message,
  };
}

async function fetchRest(origin: string, request: RestRequest): Promise<RestAnswer> {
  const headers: Record<string, string> = { accept: 'application/json' };
  if (request.token !== undefined) headers['authorization'] = `Bearer ${request.token}`;
  if (request.body !== undefined) headers['content-type'] = 'application/json';
  const response = await host.fetch(`${origin}${request.path}`, {
    method: request.method,
    headers,
    credentials: 'same-origin',
    signal: host.AbortSignal.timeout(request.timeoutMs),
    ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
  });
  const text = await response.text();
  const after = Number(response.headers.get('retry-after') ?? Number.NaN);
  return {
    status: response.status,
    body: parseJson(text),
    retryAfterMs: Number.isFinite(after) ? after * 1000 : null,
  };
}

function parseJson(text: string): unknown {
  try {
    return text === '' ? null : JSON.parse(text);
  } catch {
    return null;
  }
}

function once<T>(run: (value: T) => void): (value: T) => void {
  let done = false;
  return (value) => {
    if (done) return;
    done = true;
    run(value);
  };
}
