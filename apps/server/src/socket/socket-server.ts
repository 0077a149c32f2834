import type { IncomingMessage, Server as HttpServer } from 'node:http';
import type { Duplex } from 'node:stream';
import { FEATURES, Handshake, LIMITS, ParleyError, PROTOCOL } from '@parley/contract';
import { Server, type Socket } from 'socket.io';
import type { AccessVerifier } from '../auth/access-token.js';
import type { Actor } from '../auth/actor.js';
import type { Clock } from '../platform/clock.js';
import { Accounts } from './accounts.js';
import { Connection } from './connection.js';
import { type SocketDispatcher, errorSignal, issuesOf } from './dispatcher.js';
import type { Door } from './door.js';
import { encodeEvent } from './frames.js';
import { type Format, FORMATS, OutgoingFrame } from './outgoing-frame.js';
import { type EngineSocket, guardPackets, writePing } from './packet-guard.js';
import { beforeReading, WIRES } from './parser.js';
import { PINGS, Silence } from './silence.js';
import { TokenBucket } from './token-bucket.js';

export type SocketServerOptions = {
  maxQueuedBytes: number;
  acceptPerSecond: number;
  socketsPerAccount: number;
};

export type SocketServerHooks = {
  verifier: () => AccessVerifier;
  isRevoked: (actor: Actor) => ParleyError | null;
  /** Resolves when the connection can be reached: its route is written. */
  opened: (connection: Connection, address: string) => Promise<void>;
  closed: (connection: Connection) => void;
};

type Engine = { handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void };
type SignedIn = { actor: Actor; protocol: number };

/**
 * Socket.IO over WebSocket only, one server per format: handshake, life and death of connections. From there on they are all alike;
 * what events do is the dispatcher's.
 */
export class SocketServer {
  private readonly servers: Readonly<Record<Format, Server>>;
  private readonly admission: TokenBucket;
  /** Turns that stay for those from whose address few come: one address that takes all the others keeps nobody out. */
  private readonly reserved: number;
  private readonly accounts: Accounts;
  private readonly silence = new Silence(writePing);
  /** What everybody is told who is here, or still comes in; null: nobody has to go. */
  private leave: OutgoingFrame | null = null;

  constructor(
    http: HttpServer,
    private readonly dispatcher: SocketDispatcher,
    private readonly hooks: SocketServerHooks,
    private readonly parts: SocketServerOptions & { clock: Clock; door: Door },
  ) {
    this.accounts = new Accounts(parts.socketsPerAccount);
    this.admission = new TokenBucket(parts.acceptPerSecond, parts.acceptPerSecond * 2);
    this.reserved = parts.acceptPerSecond / 2;
    this.silence.start();
    this.servers = { json: this.serve(http, 'json'), msgpack: this.serve(http, 'msgpack') };
    // Engine.IO ends its sockets once the HTTP server has closed: at once, where sockets beside it took them in. Who is here is told first.
    http.removeAllListeners('close');
    parts.door.watch(http);
    takeUpgrades(http, { engineAt: (url) => this.engineAt(url), refusal: (request) => this.refusal(request) });
  }

  /** No new connections; those that are here are told to reconnect at a random moment within the window. */
  startDrain(connections: Iterable<Connection>, withinMs: number): void {
    this.leave = new OutgoingFrame(encodeEvent('drain', { withinMs }));
    for (const connection of connections) connection.write(this.leave);
  }

  /** Closes every connection; the HTTP server is the owner's. */
  close(): void {
    this.silence.stop();
    for (const io of Object.values(this.servers)) {
      io.disconnectSockets(true);
      io.engine.close();
    }
  }

  private serve(http: HttpServer, format: Format): Server {
    const { parser, path, isEvent } = WIRES[format];
    const io = new Server({
      transports: ['websocket'],
      allowUpgrades: false,
      perMessageDeflate: false,
      httpCompression: false,
      serveClient: false,
      parser,
      maxHttpBufferSize: LIMITS.frameBytes,
      connectTimeout: 10_000,
      ...PINGS,
    });
    io.use((socket, next) => this.authenticate(socket, next));
    io.on('connection', (socket) => void this.accept(socket, format));
    io.attach(http, { path });
    guardPackets(io, { maxQueuedBytes: this.parts.maxQueuedBytes, silence: this.silence, isEvent });
    return io;
  }

  private engineAt(url: string): Engine | null {
    const format = FORMATS.find((one) => url.startsWith(`${WIRES[one].path}/`));
    return format === undefined ? null : this.servers[format].engine;
  }

  /** null = come in. Who has to wait for their own doing takes no turn of the others. */
  private refusal(request: IncomingMessage): Refusal | null {
    if (this.leave !== null) return { status: '503 Service Unavailable', waitMs: 1_000 };
    const ownMs = this.parts.door.waitMs(request);
    if (ownMs > 0) return { status: '429 Too Many Requests', waitMs: ownMs };
    const waitMs = this.admission.take(performance.now(), this.parts.door.comesSeldom(request) ? 0 : this.reserved);
    if (waitMs > 0) return { status: '503 Service Unavailable', waitMs };
    this.parts.door.letIn(request);
    return null;
  }

  private authenticate(socket: Socket, next: (error?: Error) => void): void {
    try {
      (socket.data as SignedIn) = this.signedIn(socket.handshake.auth);
      next();
    } catch (error) {
      const coded = error instanceof ParleyError ? error : new ParleyError('INTERNAL');
      this.parts.door.refused(socket.request, coded.code);
      // Socket.IO sends `message` and `data` of the error to the client, nothing else.
      next(Object.assign(new Error(coded.code), { data: coded.toWire() }));
    }
  }

  private signedIn(auth: unknown): SignedIn {
    const parsed = Handshake.safeParse(auth);
    if (!parsed.success) {
      const hasToken = typeof auth === 'object' && auth !== null && 'token' in auth && auth.token !== '';
      throw hasToken
        ? new ParleyError('BAD_REQUEST', { issues: issuesOf(parsed.error) })
        : new ParleyError('TOKEN_MISSING');
    }
    const { token, deviceId, protocol } = parsed.data;
    const [min, max] = protocol;
    if (min > PROTOCOL.max || max < PROTOCOL.min || min > max) {
      throw new ParleyError('PROTOCOL_UNSUPPORTED', { supported: [PROTOCOL.min, PROTOCOL.max] });
    }
    const { actor } = this.hooks.verifier().verify(token);
    if (actor.deviceId !== deviceId) throw new ParleyError('DEVICE_MISMATCH');
    const revoked = this.hooks.isRevoked(actor);
    if (revoked !== null) throw revoked;
    this.accounts.check(actor.userId, performance.now());
    return { actor, protocol: Math.min(max, PROTOCOL.max) };
  }

  private async accept(socket: Socket, format: Format): Promise<void> {
    const { actor, protocol } = socket.data as SignedIn;
    const address = this.parts.door.signedIn(socket.request);
    forgetHandshake(socket);
    const connection = new Connection(socket, actor, { maxQueuedBytes: this.parts.maxQueuedBytes, format });
    this.accounts.add(actor.userId);
    (socket.conn as unknown as EngineSocket).broke = () => this.accounts.broke(actor.userId, performance.now());
    socket.on('disconnect', () => {
      this.accounts.remove(actor.userId);
      this.hooks.closed(connection);
    });
    beforeReading(socket, {
      refuses: (packet) => this.dispatcher.refuseUnread(connection, packet),
      takes: (packet) => this.dispatcher.receiveText(connection, packet),
    });
    socket.onAny((event: string, ...args: unknown[]) => this.dispatcher.receive(connection, event, args));
    await this.hooks.opened(connection, address);
    if (!socket.connected) return;
    const ready = {
      protocol,
      features: [...FEATURES],
      connectionId: connection.id,
      userId: actor.userId,
      deviceId: actor.deviceId,
      serverTime: this.parts.clock.now(),
      heartbeatMs: LIMITS.heartbeatMs,
    };
    connection.write(new OutgoingFrame(encodeEvent('ready', ready)));
    // Its route was being written when the others were told.
    if (this.leave !== null) connection.write(this.leave);
    // Signed out while the route was being written: the sweep over live connections had not seen this one yet.
    const revoked = this.hooks.isRevoked(actor);
    if (revoked !== null) closeWith(connection, revoked);
  }
}

/** The upgrade request, its headers and the token: of no use any more, and a few kilobytes for as long as it lives. */
function forgetHandshake(socket: Socket): void {
  const kept = socket as unknown as { handshake: unknown; conn: { request: unknown } };
  kept.handshake = null;
  kept.conn.request = null;
}

type Refusal = { status: string; waitMs: number };
type Upgrades = {
  engineAt: (url: string) => Engine | null;
  refusal: (request: IncomingMessage) => Refusal | null;
};

/**
 * Refuses before the upgrade, with 503 or 429 and Retry-After: after a crash thousands come back at once, and a refusal here
 * costs neither a WebSocket nor a signature check.
 */
function takeUpgrades(http: HttpServer, { engineAt, refusal }: Upgrades): void {
  // Each Socket.IO server would wait a second for another to take what is not its own.
  http.removeAllListeners('upgrade');
  http.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const engine = engineAt(request.url ?? '');
    if (engine === null) return refuseUpgrade(socket, '404 Not Found');
    const refused = refusal(request);
    if (refused === null) return engine.handleUpgrade(request, socket, head);
    const seconds = Math.max(1, Math.ceil(refused.waitMs / 1_000));
    refuseUpgrade(socket, `${refused.status}\r\nRetry-After: ${seconds}`);
  });
}

function refuseUpgrade(socket: Duplex, answer: string): void {
  // Who hangs up instead of reading it is an error that nobody else listens for.
  socket.on('error', () => undefined);
  socket.end(`HTTP/1.1 ${answer}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`);
}

/** Says why, then closes. */
export function closeWith(connection: Connection, error: ParleyError): void {
  connection.write(errorSignal(null, error, true));
  connection.close();
}
