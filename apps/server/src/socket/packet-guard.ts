import type { Server } from 'socket.io';
import type { EncodedFrame } from './outgoing-frame.js';
import { plainFrame } from './plain-frame.js';
import type { Silence } from './silence.js';
import { TokenBucket } from './token-bucket.js';
import { type ReadableSocket, UnreadSockets } from './unread-sockets.js';

/** What a healthy client needs of these is a few a minute. */
const PER_SECOND = 10;
const BURST = 50;

export type EngineSocket = {
  readyState: string;
  write(data: string | Buffer, options: Record<string, unknown>): unknown;
  close(discard: boolean): unknown;
  sendPacket(type: 'ping'): unknown;
  /** Is shown each packet that came as plain text before anybody else reads it; true: it is dealt with. */
  takes?: (packet: string) => boolean;
  /** Told when it has broken the protocol of WebSocket. */
  broke?: () => void;
  /** Until then, or until something is read, what comes is taken to have waited unread. */
  lateUntil?: number;
  /** Answers to what was read last, while it is dealt with: they leave in one write. */
  gathered?: Buffer[] | null;
  /** Packets that wait until the transport is writable again. */
  writeBuffer: { data?: string | Uint8Array }[];
  transport: { writable: boolean; socket?: WebSocketOfEngine };
};

/** `_sender`: as Engine.IO uses it itself for frames that are encoded already. */
type WebSocketOfEngine = {
  bufferedAmount?: number;
  readyState?: number;
  _sender?: { sendFrame(frame: readonly Buffer[]): void };
  _socket?: (ReadableSocket & { destroy(): unknown }) | null;
};

const OPEN = 1;

/**
 * Writes a frame that is encoded to the last byte. Where nothing waits, straight to the socket: what Engine.IO does for each packet
 * is a third of what a delivery costs.
 */
export function writeFrame(engine: EngineSocket, { data, frame }: EncodedFrame): void {
  if (!sendNow(engine, frame)) engine.write(data, { wsPreEncodedFrame: frame, compress: false });
}

/** The answers gathered so far leave now: that was all, or the connection is about to end. */
export function sendGathered(engine: EngineSocket): void {
  const { gathered = null, readyState, transport } = engine;
  engine.gathered = null;
  if (gathered === null || gathered.length === 0 || readyState !== 'open') return;
  transport.socket?._sender?.sendFrame(gathered.length === 1 ? gathered : [Buffer.concat(gathered)]);
}

/** The text 2 as a whole frame. */
const PING = [Buffer.from([0x81, 0x01, 0x32])];

/** The client of Engine.IO answers it. */
export function writePing(engine: EngineSocket): void {
  if (!sendNow(engine, PING)) engine.sendPacket('ping');
}

/** False: something waits before it, or the way to the socket is another one. */
function sendNow(engine: EngineSocket, frame: readonly Buffer[]): boolean {
  const { writable, socket } = engine.transport;
  const isFree = writable && engine.writeBuffer.length === 0 && engine.readyState === 'open';
  if (!isFree || socket?.readyState !== OPEN || socket._sender === undefined) return false;
  if (engine.gathered) engine.gathered.push(...frame);
  else socket._sender.sendFrame(frame);
  return true;
}

/**
 * A message in so many frames, a frame in so many reads: each piece is kept with more around it than it holds. Engine.IO lets only the
 * size of a message be chosen.
 */
const PIECES = { _maxFragments: 1_024, _maxBufferedChunks: 4_096 };

const unread = new UnreadSockets();
/** What waited in the kernel is read within this time. */
const LATE_MS = 1_000;

/** Nothing more is read of it for a while. `late`: whether too late is then what waited meanwhile. */
export function pauseReading(engine: EngineSocket, ms: number, late: boolean): NodeJS.Timeout {
  return unread.stop(engine.transport.socket?._socket, ms, () => {
    if (late) engine.lateUntil = performance.now() + LATE_MS;
  });
}

/** Who is told why they go has read it by then. */
const LAST_WORD_MS = 1_000;

/** Of one that broke the protocol nothing more is read: ws would go on until they close, and drop gigabytes. */
function hearNoMore({ transport }: EngineSocket): void {
  const tcp = transport.socket?._socket;
  if (tcp == null) return;
  // ws has it read on in the next tick.
  setImmediate(() => tcp._handle?.readStop());
  setTimeout(() => tcp.destroy(), LAST_WORD_MS).unref();
}

/** Characters that wait in Engine.IO, and bytes that wait in the socket. */
export function queuedBytes({ writeBuffer, transport }: EngineSocket): number {
  let waiting = transport.socket?.bufferedAmount ?? 0;
  for (const packet of writeBuffer) waiting += packet.data?.length ?? 0;
  return waiting;
}

type Receiver = {
  _mask?: Buffer | undefined;
  _maxFragments: number;
  _maxBufferedChunks: number;
  _state: number;
  _opcode: number;
  _bufferedBytes: number;
  _fragmented: number;
  _loop: boolean;
  _errored: boolean;
  writableLength: number;
  write: (read: Uint8Array) => boolean;
};
type Listener = (argument: never) => void;
type RawSocket = EngineSocket & {
  pingIntervalTimer: NodeJS.Timeout | null;
  on(event: 'packet', listener: (packet: { type: string; data?: unknown }) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  transport: {
    socket?: { on(event: 'ping' | 'error', listener: Listener): unknown; _receiver?: Receiver };
  };
};

export type GuardOptions = {
  maxQueuedBytes: number;
  silence: Silence<EngineSocket>;
  /** Of the default namespace; the dispatcher counts those and answers them. */
  isEvent: (data: unknown) => boolean;
};

/**
 * Everything besides events, from the first byte on: pings, connects to other namespaces, tokens tried one after the other.
 * Each of them is answered, so who floods with them, or asks and never reads, is cut before it costs memory.
 */
export function guardPackets(io: Server, { maxQueuedBytes, silence, isEvent }: GuardOptions): void {
  io.engine.on('connection', (raw: RawSocket) => {
    takePings(raw);
    const heard = silence.listen(raw);
    raw.on('close', () => silence.left(heard));
    const bucket = new TokenBucket(PER_SECOND, BURST);
    const count = (): void => {
      if (bucket.take(performance.now()) === 0 && queuedBytes(raw) <= maxQueuedBytes) return;
      raw.close(true);
      hearNoMore(raw);
    };
    const receiver = raw.transport.socket?._receiver;
    if (receiver !== undefined) {
      Object.assign(receiver, PIECES);
      const take = (text: string): boolean => {
        if (text === PONG) count();
        else if (!text.startsWith(MESSAGE) || raw.takes?.(text.slice(1)) !== true) return false;
        silence.heard(heard);
        return true;
      };
      takeFirst(raw, receiver, take);
    }
    raw.on('packet', ({ type, data }) => {
      // Four bytes that ws keeps until the next frame, and with them everything that was read from the socket at once.
      if (receiver !== undefined) receiver._mask = undefined;
      silence.heard(heard);
      if (type !== 'message' || !isEvent(data)) count();
    });
    raw.transport.socket?.on('ping', count);
    raw.transport.socket?.on('error', ({ code }: { code?: string }) => {
      if (code?.startsWith('WS_ERR_') !== true) return;
      raw.broke?.();
      hearNoMore(raw);
    });
  });
}

const [PONG, MESSAGE] = ['3', '4'];
const AT_A_FRAME = 0;
const CLOSE = 8;

/** Of the frames that came in one read, the answers to so many leave in one write. */
const TOGETHER = 32;

/**
 * What a device writes at a time is nearly always one short frame, and comes as one; what it wrote while it was not read comes as
 * several. Through the library's stream, Engine.IO and Socket.IO's client, with an emitter between each two of them, it costs several
 * times what it takes to read it.
 */
function takeFirst(raw: RawSocket, receiver: Receiver, take: (text: string) => boolean): void {
  const { write } = receiver;
  /** How much of what was read is dealt with. */
  const taken = (read: Uint8Array, from: number, most: number): number => {
    let at = from;
    for (let count = 0; count < most && raw.readyState === 'open' && isBetweenMessages(receiver); count += 1) {
      const frame = plainFrame(read, at);
      if (frame === null || !take(frame.text)) break;
      at = frame.end;
    }
    return at;
  };
  receiver.write = (read) => {
    let at = 0;
    for (let before = -1; at > before && at < read.length;) {
      before = at;
      raw.gathered = [];
      try {
        at = taken(read, at, TOGETHER);
      } finally {
        sendGathered(raw);
      }
    }
    const isAll = at > 0 && at === read.length;
    const takesMore = isAll || write.call(receiver, at === 0 ? read : read.subarray(at));
    raw.lateUntil = 0;
    return takesMore;
  };
}

function isBetweenMessages(receiver: Receiver): boolean {
  const { _state, _bufferedBytes, _fragmented, _loop, _opcode, _errored, writableLength } = receiver;
  const holdsNothing = _state === AT_A_FRAME && _bufferedBytes === 0 && _fragmented === 0 && writableLength === 0;
  return holdsNothing && !_loop && !_errored && _opcode !== CLOSE;
}

/** Engine.IO's own would come as well. A pong would start the timer again. */
function takePings(raw: RawSocket): void {
  if (raw.pingIntervalTimer !== null) clearTimeout(raw.pingIntervalTimer);
  raw.pingIntervalTimer = null;
}
